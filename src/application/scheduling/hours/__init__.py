"""When providers work, and the clinic's terms of booking."""
