"""How many tries each clinic allows, by the clinics in memory."""

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.identity.clinic import Clinic
from domain.identity.tries import TryLimit
from infrastructure.memory.repository import MemoryRepository


class MemoryTryLimits:
    """Folds the clinic."""

    def __init__(self, clinics: MemoryRepository[Clinic]) -> None:
        self._clinics = clinics

    async def of(self, execution: Execution) -> TryLimit:
        """Give the limit of the execution's clinic."""
        try:
            return self._clinics.find(execution.clinic, execution).lock_out.limit
        except NotFound:
            return TryLimit()
