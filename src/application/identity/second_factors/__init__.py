"""One-time codes beside the password, and the codes for the day the telephone is lost."""
