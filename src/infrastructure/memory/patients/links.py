"""Links in memory."""

from application.shared.execution import Execution
from domain.patients.link import LiveLink, PatientLink, PatientLinkId
from domain.shared.identifiers import PatientId
from infrastructure.memory.repository import MemoryRepository


class MemoryPatientLinks(MemoryRepository[PatientLink]):
    """Knows which records are linked."""

    async def live(self, execution: Execution, *patients: PatientId) -> tuple[LiveLink, ...]:
        """Give the live links that any of the records has, the oldest first."""
        found = sorted(self.all(execution), key=lambda link: (link.created_on, link.id))
        return tuple(
            LiveLink(link=PatientLinkId(link.id), patient=link.patient, survivor=link.survivor)
            for link in found
            if link.unlinked_at is None and not {link.patient, link.survivor}.isdisjoint(patients)
        )
