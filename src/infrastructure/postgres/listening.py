"""What a process keeps in memory of what others wrote: read every second, so that no request has to ask for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Protocol

import structlog

from application.shared.refusals import Unavailable
from infrastructure.postgres.connection import Pool, Reader, lent
from infrastructure.postgres.followers.direct import LOST
from infrastructure.postgres.followers.waiting import until

PAUSE: Final = 1.0
"""Seconds between two readings."""

PATIENCE: Final = 2.0
"""Seconds that a reading may take, a new connection included."""

_log = structlog.get_logger(__name__)


class Listener(Protocol):
    """Remembers something, and goes on by what it read last while the database is away."""

    async def hear(self, connection: Reader) -> None:
        """Read what there is to remember, or what was added to it."""
        ...


@asynccontextmanager
async def listening(listener: Listener, pool: Pool) -> AsyncIterator[None]:
    """Have a listener hear beside whatever runs inside; what could not be read is read a second later."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(listener, pool, stop))
        try:
            yield
        finally:
            stop.set()


async def _listen(listener: Listener, pool: Pool, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            async with asyncio.timeout(PATIENCE), lent(pool) as connection:
                await listener.hear(connection)
        except (Unavailable, *LOST) as lost:
            who = type(listener).__name__
            _log.warning("unheard", listener=who, failure=type(lost).__name__, retry_after=PAUSE)
        await until(PAUSE, stop)
