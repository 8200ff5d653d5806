"""Where other systems ask."""
