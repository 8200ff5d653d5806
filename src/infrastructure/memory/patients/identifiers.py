"""Who has an identifier, in memory."""

from uuid import UUID

from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.patients.identifier import Identifier
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import MemorySession


class MemoryIdentifiers:
    """Keeps the holder of every identifier."""

    def __init__(self) -> None:
        self._holders: dict[tuple[UUID, str], UUID] = {}

    async def holder(self, identifier: Identifier, execution: Execution) -> PatientId | None:
        """Give the patient who has an identifier."""
        holder = self._holders.get((execution.clinic, identifier.normalized))
        return PatientId(holder) if holder is not None else None

    def follow(self, session: MemorySession, patient: Patient) -> None:
        """Have a patient's identifiers kept when the session commits; whoever comes second loses the race."""
        standing = () if patient.is_erased else patient.identifiers
        keys = {(session.execution.clinic, known.identifier.normalized) for known in standing}

        def check() -> None:
            if any(self._holders.get(key, patient.id) != patient.id for key in keys):
                raise LostRace(patient.id)

        def apply() -> None:
            gone = [key for key, holder in self._holders.items() if holder == patient.id and key not in keys]
            for key in gone:
                del self._holders[key]
            self._holders.update(dict.fromkeys(keys, patient.id))

        session.on_commit(check, apply)
