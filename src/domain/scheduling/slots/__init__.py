"""Which times are free, in which order they are offered, and why one is not."""
