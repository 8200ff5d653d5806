"""Places outside of the database in which the ledger's checkpoints are kept."""
