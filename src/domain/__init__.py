"""The rules of a clinic, and nothing else: no await, no clock, no randomness, no framework."""
