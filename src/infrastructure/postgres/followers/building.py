"""Building read models anew: shadows are made, a follower fills them from the first fact, then places are changed.

What was built stays where it is broken off, and is gone on with next time.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool, lock_key
from infrastructure.postgres.errors import translated
from infrastructure.postgres.followers import shadow
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.shadow import Owner
from infrastructure.postgres.followers.waiting import until

BATCH: Final = 500
"""Facts a transaction: an open one holds everybody's watermark, so none is long."""

SWITCH_PATIENCE: Final = 0.3
"""Seconds to wait for the live tables; whoever comes in the meantime waits behind, so it is tried again instead."""

_PATIENCE = 20.0
"""Seconds in which places must be changed, begun anew whenever more than a batch was caught up with."""
_PAUSE = 0.1

_log = structlog.get_logger(__name__)

_PROGRESS = """
select coalesce(sum(built.feed_no), 0)::bigint as done, coalesce(sum(head.feed_no), 0)::bigint as total
  from feed_head head left join checkpoint built on built.clinic_id = head.clinic_id and built.follower = $1
 where $2::uuid is null or head.clinic_id = $2
"""

FORGET: Final = "delete from checkpoint where follower = $1 and ($2::uuid is null or clinic_id = $2)"
"""Forgets a follower's checkpoints (``$1``), or its checkpoint of one clinic (``$2``)."""


class StillBehind(Exception):
    """The rebuilt model has not seen all that the live one has: a lane of it fails, or the live one runs away."""


class AlreadyRebuilding(Exception):
    """Another process builds the same read model anew at this moment."""


class Building:
    """Builds tables anew. How they change places with the live ones is each kind's own."""

    def __init__(  # noqa: PLR0913 - what a rebuild is set up with
        self,
        owner: Owner,
        pool: Pool,
        codec: Codec,
        clock: Clock,
        *,
        name: str,
        tables: Sequence[str],
        follower: LaneFollower,
    ) -> None:
        """``owner`` is a direct connection as the schema's owner; ``follower`` writes to the shadows, in ``pool``."""
        self._owner = owner
        self._pool = pool
        self._name = name
        self._tables = tuple(tables)
        self._follower = follower
        self._runner = FollowerRunner(pool, codec, clock, [follower], batch=BATCH)

    async def run(self, *, clinic: ClinicId | None = None, stop: asyncio.Event | None = None) -> int | None:
        """Build, catch up and switch; give the number of facts it was built from, ``None`` where ``stop`` came first.

        Raises ``StillBehind`` and ``AlreadyRebuilding``. What was built stays, and is gone on with next time.
        """
        stop = stop or asyncio.Event()
        async with self._alone():
            await shadow.create(self._owner, self._tables)
            seen, until_then = 0, time.monotonic() + _PATIENCE
            while time.monotonic() < until_then:
                await self._runner.catch_up(self._follower, clinic=clinic, stop=stop)
                if stop.is_set():
                    return None
                if (facts := await self._switched(clinic)) is not None:
                    _log.info("read_model_rebuilt", follower=self._name, clinic_id=clinic)
                    return facts
                built, _ = await self.progress(clinic)
                if built - seen > BATCH:
                    seen, until_then = built, time.monotonic() + _PATIENCE
                await until(_PAUSE, stop)
        raise StillBehind(self._name)

    async def give_up(self) -> None:
        """Throw away what was built. Raises ``AlreadyRebuilding``."""
        async with self._alone(), self._owner.transaction():
            await shadow.drop(self._owner, self._tables)
            await self._owner.execute(FORGET, self._follower.name, None)

    async def progress(self, clinic: ClinicId | None = None) -> tuple[int, int]:
        """Tell how many facts were built from, and how many there are."""
        with translated():
            row = await self._pool.fetchrow(_PROGRESS, self._follower.name, clinic)
        return (row["done"], row["total"]) if row is not None else (0, 0)

    async def _switched(self, clinic: ClinicId | None) -> int | None:
        """Change places and tell from how many facts it was built; ``None`` where that must be tried again."""
        raise NotImplementedError

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        lock = lock_key("rebuild", self._name)
        if not await self._owner.fetchval("select pg_try_advisory_lock($1)", lock):
            raise AlreadyRebuilding(self._name)
        try:
            yield
        finally:
            await self._owner.execute("select pg_advisory_unlock($1)", lock)
