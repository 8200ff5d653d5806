"""The revocable link behind which a calendar is read."""
