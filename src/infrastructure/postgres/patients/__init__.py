"""The registry on PostgreSQL."""
