"""The calendar in memory."""
