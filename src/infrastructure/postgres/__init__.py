"""PostgreSQL: the log, the read models, and what every transaction of a clinic needs."""
