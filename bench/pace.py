"""How long to measure."""

from typing import NamedTuple


class Pace(NamedTuple):
    """How often and how long each thing is measured."""

    rounds: int
    """Turns that ours and the peer take."""
    seconds: float
    """Of each run, behind its warm-up."""
    warm_up: float
    day_seconds: float
    """Of the mixed day."""
    patients: int
    """Among whom a search looks."""
    facts: int
    """A long past's; the short one has a hundredth."""


WHOLE = Pace(rounds=5, seconds=4.0, warm_up=1.0, day_seconds=60.0, patients=100_000, facts=1_000_000)
SHORT = Pace(rounds=1, seconds=1.0, warm_up=0.3, day_seconds=5.0, patients=2_000, facts=20_000)
"""To see that everything runs; its numbers mean little."""
