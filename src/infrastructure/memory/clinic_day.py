"""Which day it is at a clinic that is kept in memory."""

from datetime import date

import msgspec

from application.shared.execution import Execution
from domain.identity.clinic import Clinic
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.repository import MemoryRepository


class MemoryClinicDay:
    """Asks the clinic itself."""

    def __init__(self, log: MemoryLog) -> None:
        self._clinics = MemoryRepository(Clinic, log)

    async def today(self, execution: Execution) -> date:
        """Give the clinic's calendar day. Raises ``NotFound`` for a clinic that was never opened."""
        clinic = self._clinics.find(execution.clinic, msgspec.structs.replace(execution, reach="any"))
        return clinic.zone.date(execution.now)
