"""Where the audit trail is read."""
