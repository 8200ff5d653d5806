"""Flows over several contexts."""
