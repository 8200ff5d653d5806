"""The directory: who can be booked, for what, and where the law lets them practise."""
