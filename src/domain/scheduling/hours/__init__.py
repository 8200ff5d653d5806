"""When a provider works, and how a clinic wants to be booked."""
