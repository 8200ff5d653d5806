"""How often something is tried again, and after what pause."""

from datetime import timedelta
from typing import Final

import msgspec


class Retries(msgspec.Struct, frozen=True, kw_only=True):
    """Exponential backoff with jitter. Failed tries are counted from 1."""

    tries: int
    """How often it is tried in all; then a person has to look at it."""
    first: timedelta
    """The pause after the first failure; each further one doubles it."""
    longest: timedelta

    def pause(self, failures: int, chance: float) -> timedelta | None:
        """Give the pause after so many failures, between half and all of the doubled one; ``None`` to give up.

        ``chance`` is a random number in [0, 1): who failed together does not come back together.
        """
        if failures >= self.tries:
            return None
        doubled: timedelta = self.first * (1 << min(failures - 1, 40))
        return min(doubled, self.longest) * (0.5 + chance / 2)


FOLLOWING: Final = Retries(tries=8, first=timedelta(milliseconds=200), longest=timedelta(minutes=1))
"""For a follower's lane; then it parks."""

WORKING: Final = Retries(tries=8, first=timedelta(seconds=2), longest=timedelta(hours=1))
"""For a job; then it is a dead letter."""
