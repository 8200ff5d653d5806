"""Patients who wait for an earlier time, and the offers that they get."""
