"""Visits that recur: booked, changed and cancelled together."""
