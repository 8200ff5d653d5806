"""Care relationships and broken glasses on PostgreSQL."""
