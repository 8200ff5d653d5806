"""What time it is at a clinic."""

from datetime import datetime
from typing import Final
from uuid import UUID

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction

_STANDS_AT: Final = "select sandbox_clock from clinic where clinic_id = $1 and id = $1"


class PostgresClinicClocks:
    """Reads a sandbox's clock each time, and whether a clinic is one only once: that never changes."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._live: set[UUID] = set()
        """Clinics that live in the present."""

    async def now(self, clinic: ClinicId) -> datetime:
        """Give a sandbox's own time, the present anywhere else."""
        if clinic in self._live:
            return self._clock.now()
        async with clinic_transaction(self._pool, clinic) as connection:
            row = await connection.fetchrow(_STANDS_AT, clinic)
        if row is None:
            return self._clock.now()
        stands_at: datetime | None = row["sandbox_clock"]
        if stands_at is None:
            self._live.add(clinic)
            return self._clock.now()
        return stands_at
