"""Forgetting patients, on PostgreSQL."""
