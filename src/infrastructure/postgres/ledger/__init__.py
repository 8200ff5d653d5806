"""Sealing the audit trail: numbers for its entries, and signed batches of them."""
