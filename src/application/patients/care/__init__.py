"""Reaching a record through care, and breaking the glass where there is none."""
