"""Forgetting patients, in memory."""
