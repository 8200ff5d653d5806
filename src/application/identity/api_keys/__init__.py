"""Keys by which another system works in a clinic's name."""
