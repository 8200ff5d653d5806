"""Waking whoever follows the log: one NOTIFY per process and moment, never inside a command's transaction."""

import asyncio
import contextlib
from typing import Final

import asyncpg

from infrastructure.postgres.connection import Pool

CHANNEL: Final = "polyclinic_log"
_PAUSE: Final = 0.015
"""Seconds in which further commits ride along. NOTIFY within each transaction halved the throughput."""


class Wake:
    """Tells followers, soon after a commit, that there is news. They poll too: a lost word costs little."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._pending: asyncio.Task[None] | None = None

    def touch(self) -> None:
        """Say that something was committed."""
        if self._pending is None or self._pending.done():
            self._pending = asyncio.create_task(self._notify())

    async def _notify(self) -> None:
        await asyncio.sleep(_PAUSE)
        # A pool that is ended while it waits (its server hangs) says so by InternalClientError.
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            await self._pool.execute(f"notify {CHANNEL}")
