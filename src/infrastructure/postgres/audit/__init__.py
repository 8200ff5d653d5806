"""Reading the audit trail, in the role that may."""
