"""Adapters that keep everything in the process: for unit tests and experiments, held to the same contracts."""
