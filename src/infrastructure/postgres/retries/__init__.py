"""Retries of commands: what they are named by, and what they are answered."""
