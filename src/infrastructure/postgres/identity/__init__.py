"""Clinics, accounts, sessions and keys on PostgreSQL."""
