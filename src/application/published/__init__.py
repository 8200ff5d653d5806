"""What others hear of a context: thin facts of ids and codes, never a personal value."""
