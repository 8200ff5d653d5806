"""Forgetting patients for good, and the legal holds that keep it from happening."""
