"""Who works in a clinic: invited, given a role, disabled."""
