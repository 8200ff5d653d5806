"""Requests to erase patients, and the holds that keep them, in memory."""

from collections.abc import Sequence

from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.patients.erasure import Erasure, ErasureId, ErasureState
from domain.patients.legal_hold import LegalHold, LegalHoldId
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import current
from infrastructure.memory.repository import MemoryRepository


class MemoryErasures(MemoryRepository[Erasure]):
    """Knows which requests stand."""

    async def requested(self, patients: Sequence[PatientId], execution: Execution) -> ErasureId | None:
        """Name the request that stands for any of the records."""
        return self._requested(patients, execution)

    async def add(self, aggregate: Erasure, execution: Execution) -> None:
        """Take a new request in; of two for one record the second loses the race."""
        await super().add(aggregate, execution)

        def check() -> None:
            if self._requested([aggregate.patient], execution) is not None:
                raise LostRace(aggregate.patient)

        current().on_commit(check, lambda: None)

    def _requested(self, patients: Sequence[PatientId], execution: Execution) -> ErasureId | None:
        standing = (
            erasure
            for erasure in self.all(execution)
            if erasure.state is ErasureState.REQUESTED and erasure.patient in patients
        )
        first = min(standing, key=lambda erasure: (erasure.requested_at, erasure.id), default=None)
        return None if first is None else ErasureId(first.id)


class MemoryLegalHolds(MemoryRepository[LegalHold]):
    """Knows which holds nobody has lifted."""

    async def standing(self, patients: Sequence[PatientId], execution: Execution) -> tuple[LegalHoldId, ...]:
        """Name the holds on any of the records, the oldest first."""
        found = sorted(self.all(execution), key=lambda hold: (hold.placed_at, hold.id))
        return tuple(LegalHoldId(hold.id) for hold in found if hold.lifted_at is None and hold.patient in patients)
