"""Jobs as they come in: which kind of work is which use case."""
