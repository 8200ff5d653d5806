"""The core: when providers work, which slots are free, and who has booked, moved, cancelled or kept a visit."""
