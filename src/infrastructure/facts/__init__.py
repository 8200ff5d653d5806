"""How facts are named, written and read back; one registry module per context."""
