"""Keys, seals, blind indexes, passwords and tokens."""
