"""People who come to a clinic for the first time. None of them looks like another."""

from datetime import date, timedelta
from typing import Any


def born(nth: int) -> date:
    """Give a birth date that no other of thirty thousand patients has: nobody looks like anybody else."""
    return date(1925, 1, 1) + timedelta(days=nth % 30_000)


def registration(name: str, nth: int = 0) -> dict[str, Any]:
    """Give the body that registers the so-manieth patient of that family."""
    return {"demographics": {"name": {"family": name, "given": "Mia"}, "birth_date": born(nth).isoformat()}}
