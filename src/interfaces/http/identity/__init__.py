"""Clinics, accounts, sessions and keys over HTTP."""
