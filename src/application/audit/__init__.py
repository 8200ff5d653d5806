"""Who looked, and at what: the audit trail, read by those who answer for it and by those whom it is about."""
