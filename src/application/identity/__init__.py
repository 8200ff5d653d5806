"""Clinics, people and access: the use cases of identity."""
