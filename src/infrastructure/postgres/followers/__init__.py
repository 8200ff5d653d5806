"""Following the log: numbers for facts, and the followers that read by them."""
