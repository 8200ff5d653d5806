"""How the sequencer is doing, in plain numbers for readiness and metrics."""

import time
from collections.abc import Callable
from typing import Final

import msgspec

from infrastructure.postgres.followers.direct import Direct

MEASURED_EVERY: Final = 1.0
"""Seconds."""

MOST_COUNTED: Final = 10_000
"""Above so many waiting facts the count stops: it is an alarm then, not a number."""

# What is visible here and not numbered yet waits either for the sequencer or for an older open transaction.
_MEASURE = """
with waiting as (
  select recorded_at from event
   where (epoch, xid, position) > ($1::smallint, $2::xid8, $3::bigint)
   order by epoch, xid, position limit $4)
select (select count(*) from waiting) as waiting,
       (select extract(epoch from clock_timestamp() - min(recorded_at))::float8 from waiting) as lag,
       pg_snapshot_xmin(pg_current_snapshot()) as xmin,
       pg_snapshot_xmax(pg_current_snapshot()) as xmax
"""


class SequencerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of the sequencer."""

    connected: bool = False
    """Whether it reaches PostgreSQL; where not, nothing else is known."""
    leading: bool = False
    """Whether it is the one that numbers; the others stand by, and measure the same."""
    numbered: int = 0
    """Facts numbered since it began to lead."""
    waiting: int = 0
    """Committed facts that have no number yet; at most ``MOST_COUNTED``."""
    lag: float = 0.0
    """Seconds since the oldest of them was recorded."""
    watermark_age: float = 0.0
    """Seconds for which one and the same open transaction, anywhere in the cluster, has held the watermark."""


class Watermark:
    """Watches how long the watermark stands still."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._measured = -MEASURED_EVERY
        self._xmin = 0
        self._since = 0.0

    async def measure(
        self, connection: Direct, place: tuple[int, int, int], before: SequencerHealth, count: int
    ) -> SequencerHealth:
        """Give the health now, ``count`` facts later than ``before``; asks the server once a second at most."""
        now = self._monotonic()
        health = msgspec.structs.replace(before, numbered=before.numbered + count)
        if now - self._measured < MEASURED_EVERY:
            return health
        self._measured = now
        found = await connection.fetchrow(_MEASURE, *place, MOST_COUNTED)
        if found is None:
            return health
        held = found["xmin"] < found["xmax"]
        if found["xmin"] != self._xmin or not held:
            self._xmin, self._since = found["xmin"], now
        return msgspec.structs.replace(
            health,
            waiting=found["waiting"],
            lag=max(found["lag"] or 0.0, 0.0),
            watermark_age=now - self._since if held else 0.0,
        )
