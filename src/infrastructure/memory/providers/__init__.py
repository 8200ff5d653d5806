"""The directory in memory."""
