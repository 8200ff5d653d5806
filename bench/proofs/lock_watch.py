"""Watching for locks that keep others waiting, from a connection that takes none of them."""

import asyncio
import time
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Self

import asyncpg

LOOK_EVERY = 0.01
"""Seconds between two looks, at best."""

# Whoever waits for a strong lock is in the way as much as whoever has it: everybody else queues behind. And whoever
# queues is counted too, whatever for; but for one who builds an index beside the others, and waits for nobody's sake.
_WAITING = """
select locked.pid, class.relname, locked.mode,
       coalesce(extract(epoch from clock_timestamp() - locked.waitstart), 0)::float8 as waited
  from pg_locks locked join pg_class class on class.oid = locked.relation
 where locked.database = (select oid from pg_database where datname = current_database())
   and class.relnamespace = 'public'::regnamespace and locked.pid <> pg_backend_pid()
   and (locked.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        or not locked.granted and locked.mode <> 'ShareUpdateExclusiveLock')
"""


class Stay(NamedTuple):
    """For how long one process had a lock, or waited for it, without a break."""

    relation: str
    mode: str
    seconds: float


class LockWatch:
    """Looks every few milliseconds, while it is open, at who is in the way of others and who waits."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection
        self._since: dict[tuple[int, str, str], tuple[float, float]] = {}
        self._looking: asyncio.Task[None] | None = None
        self.stays: list[Stay] = []
        self.longest_blink = 0.0
        """Seconds that passed without a look, at worst."""

    async def __aenter__(self) -> Self:
        """Begin to look."""
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})
        self._ended(set())

    def over(self, seconds: float) -> list[Stay]:
        """Give those that lasted longer."""
        return [stay for stay in self.stays if stay.seconds > seconds]

    def told(self) -> str:
        """Say in one line what was seen."""
        seen = f"{len(self.stays)} seen, unwatched for {self.longest_blink * 1000:.0f} ms at most"
        if not self.stays:
            return seen
        longest = max(self.stays, key=lambda stay: stay.seconds)
        return f"{seen}; longest {longest.seconds * 1000:.0f} ms ({longest.mode} on {longest.relation})"

    async def _look(self) -> None:
        last = time.monotonic()
        while True:
            rows = await self._connection.fetch(_WAITING)
            now = time.monotonic()
            self.longest_blink, last = max(self.longest_blink, now - last), now
            seen = {(row["pid"], row["relname"], row["mode"]): now - row["waited"] for row in rows}
            self._ended(seen.keys())
            for lock, since in seen.items():
                self._since[lock] = (min(since, self._since[lock][0]) if lock in self._since else since, now)
            await asyncio.sleep(LOOK_EVERY)

    def _ended(self, seen: AbstractSet[tuple[int, str, str]]) -> None:
        for lock in self._since.keys() - seen:
            first, last = self._since.pop(lock)
            self.stays.append(Stay(lock[1], lock[2], last - first))
