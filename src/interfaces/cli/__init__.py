"""The command line: what an operator and a developer type."""
