"""Building a read model anew from the first fact, beside the one that is read all the while.

The new one is followed under a checkpoint name of its own into a shadow table. Once it has seen at least what the live
one has, both change places in one transaction: table, checkpoints, names. Reading waits for that moment and is never
refused; a rebuild that was broken off goes on where it was.

One clinic's part is built the same way. As a table cannot change places in part, its rows do, while writers wait.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool, lock_key
from infrastructure.postgres.errors import translated
from infrastructure.postgres.followers import shadow
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.waiting import until

BATCH: Final = 500
"""Facts a transaction: an open one holds everybody's watermark, so none is long."""

SWITCH_PATIENCE: Final = 0.3
"""Seconds to wait for the live table; whoever reads it in the meantime waits behind, so it is tried again instead."""

_ATTEMPTS = 50
_PAUSE = 0.1

_log = structlog.get_logger(__name__)

_LOCK_CHECKPOINTS = "select from checkpoint where follower = any($1::text[]) order by clinic_id, follower for update"

_BEHIND = """
select count(*)
  from checkpoint live left join checkpoint built on built.clinic_id = live.clinic_id and built.follower = $2
 where live.follower = $1 and coalesce(built.feed_no, 0) < live.feed_no
   and ($3::uuid is null or live.clinic_id = $3)
"""

_PROGRESS = """
select coalesce(sum(built.feed_no), 0)::bigint as done, coalesce(sum(head.feed_no), 0)::bigint as total
  from feed_head head left join checkpoint built on built.clinic_id = head.clinic_id and built.follower = $1
 where $2::uuid is null or head.clinic_id = $2
"""

_IS_BUILDING = "select exists (select from checkpoint where follower = $1)"

_FACTS = """
select coalesce(sum(feed_no), 0)::bigint from checkpoint where follower = $1 and ($2::uuid is null or clinic_id = $2)
"""

_FORGET = "delete from checkpoint where follower = $1 and ($2::uuid is null or clinic_id = $2)"
_RENAME = "update checkpoint set follower = $1 where follower = $2 and ($3::uuid is null or clinic_id = $3)"

Make = Callable[[str, str], LaneFollower]
"""Makes the follower under a name, writing to a table."""


class StillBehind(Exception):
    """The rebuilt model has not seen all that the live one has: a lane of it fails, or the live one runs away."""


class AlreadyRebuilding(Exception):
    """Another process builds the same read model anew at this moment."""


class Rebuild:
    """Rebuilds the table of one follower, or one clinic's part of it."""

    def __init__(  # noqa: PLR0913 - what a rebuild is set up with
        self,
        owner: "asyncpg.Connection[asyncpg.Record]",
        pool: Pool,
        codec: Codec,
        clock: Clock,
        *,
        name: str,
        table: str,
        make: Make,
    ) -> None:
        """``owner`` is a direct connection as the schema's owner, ``pool`` the follower role's."""
        self._owner = owner
        self._pool = pool
        self._name = name
        self._table = table
        self._follower = make(f"{name}/rebuild", shadow.shadow_of(table))
        self._runner = FollowerRunner(pool, codec, clock, [self._follower], batch=BATCH)

    async def run(self, *, clinic: ClinicId | None = None, stop: asyncio.Event | None = None) -> int | None:
        """Build, catch up and switch; give the number of facts it was built from, ``None`` where ``stop`` came first.

        Raises ``StillBehind`` and ``AlreadyRebuilding``. What was built stays, and is gone on with next time.
        """
        stop = stop or asyncio.Event()
        async with self._alone():
            await shadow.create(self._owner, self._table)
            for _ in range(_ATTEMPTS):
                await self._runner.catch_up(self._follower, clinic=clinic, stop=stop)
                if stop.is_set():
                    return None
                if await self._switched(clinic):
                    _log.info("read_model_rebuilt", follower=self._name, clinic_id=clinic)
                    facts: int = await self._owner.fetchval(_FACTS, self._name, clinic)
                    return facts
                await until(_PAUSE, stop)
        raise StillBehind(self._name)

    async def give_up(self) -> None:
        """Throw away what was built. Raises ``AlreadyRebuilding``."""
        async with self._alone(), self._owner.transaction():
            await shadow.drop(self._owner, self._table)
            await self._owner.execute(_FORGET, self._follower.name, None)

    async def progress(self, clinic: ClinicId | None = None) -> tuple[int, int]:
        """Tell how many facts were built from, and how many there are."""
        with translated():
            row = await self._pool.fetchrow(_PROGRESS, self._follower.name, clinic)
        return (row["done"], row["total"]) if row is not None else (0, 0)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        lock = lock_key("rebuild", self._name)
        if not await self._owner.fetchval("select pg_try_advisory_lock($1)", lock):
            raise AlreadyRebuilding(self._name)
        try:
            yield
        finally:
            await self._owner.execute("select pg_advisory_unlock($1)", lock)

    async def _switched(self, clinic: ClinicId | None) -> bool:
        """Change places unless the live one is ahead or busy. Locks in a follower's own order: table, checkpoint."""
        # Rows change places while others read; a table does not.
        mode = "access exclusive" if clinic is None else "share row exclusive"
        names = (self._name, self._follower.name)
        try:
            async with self._owner.transaction():
                await self._owner.execute(f"set local lock_timeout = {int(SWITCH_PATIENCE * 1000)}")
                await self._owner.execute(f"lock table {self._table} in {mode} mode")
                await self._owner.execute(_LOCK_CHECKPOINTS, names)
                if await self._owner.fetchval(_BEHIND, *names, clinic):
                    return False
                if clinic is None:
                    await shadow.take_over(self._owner, self._table)
                else:
                    await shadow.take_over_rows(self._owner, self._table, clinic)
                await self._owner.execute(_FORGET, self._name, clinic)
                await self._owner.execute(_RENAME, *names, clinic)
                if clinic is not None and not await self._owner.fetchval(_IS_BUILDING, self._follower.name):
                    await shadow.drop(self._owner, self._table)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return False
        return True
