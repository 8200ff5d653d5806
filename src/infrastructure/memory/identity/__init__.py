"""Clinics, accounts, sessions and keys in memory."""
