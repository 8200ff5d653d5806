"""The calendar on PostgreSQL."""
