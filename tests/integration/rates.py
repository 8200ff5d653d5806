"""How often tests may ask: as often as they like, and counted all the same."""

from infrastructure.memory.rate_limits import InProcessRateLimits
from interfaces.http.rates import Rates

GENEROUS = 1_000_000
"""Requests a minute."""


def generous() -> Rates:
    """Give rates that no test comes near, of nobody else's counting."""
    return Rates(InProcessRateLimits(), credential=GENEROUS, clinic=GENEROUS, address=GENEROUS)
