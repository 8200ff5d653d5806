"""The calendar over HTTP."""
