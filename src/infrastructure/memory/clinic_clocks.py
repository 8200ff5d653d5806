"""What time it is at clinics that are kept in memory."""

from datetime import datetime
from uuid import UUID

from application.shared.clock import Clock
from domain.identity.clinic import Clinic
from domain.shared.aggregate import fold
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import MemoryLog


class MemoryClinicClocks:
    """Asks the clinic itself."""

    def __init__(self, log: MemoryLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def now(self, clinic: ClinicId) -> datetime:
        """Give a sandbox's own time, the present anywhere else."""
        facts = self._log.streams.get((clinic, UUID(clinic.hex)), ())
        sandbox_clock = fold(Clinic, facts).sandbox_clock if facts else None
        return sandbox_clock or self._clock.now()
