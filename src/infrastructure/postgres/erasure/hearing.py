"""Hearing of erasures: each process lets go of the keys that it has at hand, seconds after they were destroyed.

Nobody can use such a key through us: every read brings the stored key along, and there is none. But it is in memory,
where a dump of the process would find it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog

from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, Reader, lent
from infrastructure.postgres.followers.direct import LOST
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.subject_keys import SubjectKeys

PAUSE: Final = 1.0
"""Seconds between two readings."""

PATIENCE: Final = 2.0
"""Seconds that a reading may take, a new connection included."""

LATELY: Final = timedelta(minutes=1)
"""How far a reading looks back behind the one before it: longer than any command's transaction is open."""

_READ = """
select now() as at, clinic_id, subject_id, key_id from (select) as once
  left join erased_subject on erased_at > coalesce($1::timestamptz, now()) - $2::interval
"""

_log = structlog.get_logger(__name__)


class ErasuresHeard:
    """Lets go of the keys of everybody who was erased since the last reading."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys
        self._read_at: object = None

    async def hear(self, connection: Reader) -> None:
        """Read who was erased, from the last reading that there was; a new process begins with now."""
        rows = await connection.fetch(_READ, self._read_at, LATELY)
        for row in rows:
            if row["subject_id"] is not None:
                self._keys.forget(ClinicId(row["clinic_id"]), row["subject_id"], row["key_id"])
        self._read_at = rows[0]["at"]

    async def run(self, pool: Pool, stop: asyncio.Event) -> None:
        """Read every second until ``stop`` is set; what could not be read is read later."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(PATIENCE), lent(pool) as connection:
                    await self.hear(connection)
            except (Unavailable, *LOST) as lost:
                _log.warning("erasures_unheard", failure=type(lost).__name__, retry_after=PAUSE)
            await until(PAUSE, stop)


@asynccontextmanager
async def kept_forgetting(keys: SubjectKeys, pool: Pool) -> AsyncIterator[None]:
    """Keep hearing of erasures beside whatever runs inside."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(ErasuresHeard(keys).run(pool, stop))
        try:
            yield
        finally:
            stop.set()
