"""Visits that recur by a rule, and what becomes of each of them."""
