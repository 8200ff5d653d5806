"""Who gets what: one container per context, one line per use case. Synchronous throughout."""
