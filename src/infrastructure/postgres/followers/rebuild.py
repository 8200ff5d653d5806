"""Building a read model anew from the first fact, beside the one that is read all the while.

The new one is followed under a checkpoint name of its own into a shadow table. Once it has seen at least what the live
one has, both change places in one transaction: table, checkpoints, names. Reading waits for that moment and is never
refused; a rebuild that was broken off goes on where it was.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import asyncpg
import structlog

from application.shared.clock import Clock
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers import shadow
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.runner import FollowerRunner

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
"""

_FORGET = "delete from checkpoint where follower = $1"
_RENAME = "update checkpoint set follower = $1 where follower = $2"

Make = Callable[[str, str], LaneFollower]
"""Makes the follower under a name, writing to a table."""


class StillBehind(Exception):
    """The rebuilt model has not seen all that the live one has: a lane of it fails, or the live one runs away."""


class Rebuild:
    """Rebuilds the table of one follower."""

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
        self._name = name
        self._table = table
        self._follower = make(f"{name}/rebuild", shadow.shadow_of(table))
        self._runner = FollowerRunner(pool, codec, clock, [self._follower], batch=BATCH)

    async def run(self) -> None:
        """Build, catch up and switch. Raises ``StillBehind``; what was built stays, and is gone on with next time."""
        await shadow.create(self._owner, self._table)
        for _ in range(_ATTEMPTS):
            await self._runner.catch_up(self._follower)
            if await self._switched():
                _log.info("read_model_rebuilt", follower=self._name)
                return
            await asyncio.sleep(_PAUSE)
        raise StillBehind(self._name)

    async def give_up(self) -> None:
        """Throw away what was built."""
        async with self._owner.transaction():
            await shadow.drop(self._owner, self._table)
            await self._owner.execute(_FORGET, self._follower.name)

    async def _switched(self) -> bool:
        """Change places unless the live one is ahead or busy. Locks in a follower's own order: table, checkpoint."""
        try:
            async with self._owner.transaction():
                await self._owner.execute(f"set local lock_timeout = {int(SWITCH_PATIENCE * 1000)}")
                await self._owner.execute(f"lock table {self._table} in access exclusive mode")
                await self._owner.execute(_LOCK_CHECKPOINTS, [self._name, self._follower.name])
                if await self._owner.fetchval(_BEHIND, self._name, self._follower.name):
                    return False
                await shadow.take_over(self._owner, self._table)
                await self._owner.execute(_FORGET, self._name)
                await self._owner.execute(_RENAME, self._name, self._follower.name)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return False
        return True
