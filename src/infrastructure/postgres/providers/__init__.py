"""The directory on PostgreSQL."""
