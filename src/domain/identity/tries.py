"""How often somebody may try to prove who they are.

A try is counted before it is looked at, so that many at once are as few as one after the other. The last one that is
allowed sets the wait at once; a success forgets them all. NIST SP 800-63B-4, 3.2.2: failed tries in a row are limited,
and may cost a wait that grows.
"""

import math
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from domain.shared.errors import DomainError
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class TooManyTries(DomainError):
    """After too many failed tries in a row the next one has to wait, longer each time."""

    code = "identity.too-many-tries"
    mend = "Try again after the time in Retry-After; an owner of the clinic can unlock an account before that."


class TryLimit(ValueObject, frozen=True, kw_only=True):
    """How many tries there are before one has to wait, and how long the wait is."""

    tries: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    """In a row, without a success; at most NIST's hundred."""
    window: timedelta = timedelta(days=1)
    """After so long without a try, those before are forgotten: as long as the longest wait, so that nobody gets more
    tries by stopping short of a wait than by waiting."""
    first: timedelta = timedelta(minutes=1)
    """The first wait; each further one doubles it."""
    longest: timedelta = timedelta(days=1)
    """What no wait exceeds, and how long past waits are remembered."""

    def wait(self, locks: int) -> timedelta:
        """Give the wait for whoever had to wait so many times before."""
        return min(self.first * (1 << min(locks, 40)), self.longest)


class Tries(ValueObject, frozen=True, kw_only=True):
    """What is remembered of somebody's tries."""

    count: int = 0
    """Since the last success or wait."""
    locks: int = 0
    """How often they had to wait."""
    last_at: Instant | None = None
    locked_until: Instant | None = None
    """When the last wait is over, or was."""

    def another(self, limit: TryLimit, *, now: datetime) -> "Tries":
        """Count one more try, which may then be looked at. Raises ``TooManyTries``."""
        if self.locked_until is not None and now < self.locked_until:
            raise TooManyTries(seconds=math.ceil((self.locked_until - now).total_seconds()))
        before = Tries() if now >= self.forgotten_at(limit, now=now) else self
        if before.count + 1 < limit.tries:
            return msgspec.structs.replace(before, count=before.count + 1, last_at=now)
        return Tries(locks=before.locks + 1, last_at=now, locked_until=now + limit.wait(before.locks))

    def taken_off(self) -> "Tries":
        """Give them without the one that was just counted, because it was a success; waits before it are remembered."""
        return msgspec.structs.replace(self, count=max(self.count - 1, 0), locked_until=None)

    @property
    def wait_until(self) -> datetime | None:
        """Until when one has to wait if the try that was just counted fails; ``None`` where it was not the last one."""
        return self.locked_until if self.count == 0 else None

    def forgotten_at(self, limit: TryLimit, *, now: datetime) -> datetime:
        """Give the instant from which on nothing of this counts any more."""
        if self.locked_until is not None:
            return self.locked_until + limit.longest
        return (self.last_at or now) + limit.window
