"""What the ledger was at a moment, and where that is kept."""
