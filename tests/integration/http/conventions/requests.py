"""Requests that work, for tests of what is common to all of them."""

from typing import Any

MIA: dict[str, Any] = {
    "demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"},
    "contacts": [{"kind": "email", "email": {"address": "mia@example.org"}}],
    "insist": True,
}
"""A person to register, however often."""

ADA: dict[str, Any] = {
    "demographics": {"name": {"family": "Obi", "given": "Ada"}, "birth_date": "1961-12-30"},
    "insist": True,
}
"""Another."""
