"""One visit, from the request to its outcome, and who may hold it where."""
