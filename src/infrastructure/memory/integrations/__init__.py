"""The outward side in memory."""
