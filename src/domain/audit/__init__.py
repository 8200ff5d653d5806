"""The audit ledger: what somebody did cannot be unwritten, changed or reordered without it being seen."""
