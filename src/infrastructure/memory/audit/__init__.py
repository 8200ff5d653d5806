"""Reading the audit trail, in memory."""
