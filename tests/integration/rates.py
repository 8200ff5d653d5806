"""How often tests may ask: as often as they like, and counted all the same."""

from infrastructure.memory.identity.clinic_directory import MemoryClinicDirectory
from infrastructure.memory.identity.own_rates import MemoryOwnRates
from infrastructure.memory.rate_limits import InProcessRateLimits
from interfaces.http.rates import Rates

GENEROUS = 1_000_000
"""Requests a minute."""
GENEROUS_SETTINGS = {f"POLYCLINIC_RATE_OF_{whose}": str(GENEROUS) for whose in ("CREDENTIAL", "CLINIC", "ADDRESS")}
"""The same for processes of their own."""


def nobodys_own() -> MemoryOwnRates:
    """Let no clinic have rates of its own."""
    return MemoryOwnRates(MemoryClinicDirectory())


def generous() -> Rates:
    """Give rates that no test comes near, of nobody else's counting."""
    return Rates(InProcessRateLimits(), nobodys_own(), credential=GENEROUS, clinic=GENEROUS, address=GENEROUS)
