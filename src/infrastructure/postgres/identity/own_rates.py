"""Which clinics have rates of their own: read every second, for every request to ask in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import msgspec
import structlog

from application.shared.refusals import Unavailable
from domain.identity.clinic_rates import ClinicRates
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, Reader, lent
from infrastructure.postgres.followers.direct import LOST
from infrastructure.postgres.followers.waiting import until

PAUSE: Final = 1.0
"""Seconds between two readings."""

PATIENCE: Final = 2.0
"""Seconds that a reading may take, a new connection included."""

_READ: Final = "select clinic_id, rates from clinic_directory where rates is not null"

_THE_INSTALLATIONS: Final = ClinicRates()

_rates = msgspec.json.Decoder(ClinicRates).decode

_log = structlog.get_logger(__name__)


class PostgresOwnRates:
    """Remembers what was read last: who is cut off from the database goes on by that."""

    def __init__(self) -> None:
        self._rates: dict[ClinicId, ClinicRates] = {}

    def of(self, clinic: ClinicId) -> ClinicRates:
        """Give a clinic's own rates."""
        return self._rates.get(clinic, _THE_INSTALLATIONS)

    async def hear(self, connection: Reader) -> None:
        """Read the rates of all who have their own."""
        rows = await connection.fetch(_READ)
        self._rates = {ClinicId(row["clinic_id"]): _rates(row["rates"]) for row in rows}

    async def run(self, pool: Pool, stop: asyncio.Event) -> None:
        """Read every second until ``stop`` is set; what could not be read is read later."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(PATIENCE), lent(pool) as connection:
                    await self.hear(connection)
            except (Unavailable, *LOST) as lost:
                _log.warning("rates_unheard", failure=type(lost).__name__, retry_after=PAUSE)
            await until(PAUSE, stop)


@asynccontextmanager
async def kept_current(rates: PostgresOwnRates, pool: Pool) -> AsyncIterator[None]:
    """Keep reading beside whatever runs inside."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(rates.run(pool, stop))
        try:
            yield
        finally:
            stop.set()
