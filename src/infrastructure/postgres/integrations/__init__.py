"""The outward side on PostgreSQL."""
