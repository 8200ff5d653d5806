"""Waits in memory."""

from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import IN_LINE, WaitlistEntry, WaitlistEntryId
from domain.shared.aggregate import fold
from domain.shared.identifiers import PatientId
from domain.shared.visits import VisitTypeCode
from infrastructure.facts.ownership import belongs
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.repository import MemoryRepository


class MemoryWaitlistEntries(MemoryRepository[WaitlistEntry]):
    """Knows who waits already, and whose time is over."""

    def __init__(self, log: MemoryLog) -> None:
        super().__init__(WaitlistEntry, log, patient=lambda entry: entry.patient, provider=lambda entry: entry.provider)
        self._everything = log

    async def waiting(
        self, patient: PatientId, visit_type: VisitTypeCode, execution: Execution
    ) -> WaitlistEntryId | None:
        """Name the patient's wait for a kind of visit, while they are in line."""
        theirs = (entry for entry in self.in_line(execution.clinic) if entry.patient == patient)
        found = next((entry.id for entry in theirs if entry.wish.visit_type == visit_type), None)
        return WaitlistEntryId(found) if found is not None else None

    async def overdue(self, execution: Execution, limit: int) -> tuple[WaitlistEntryId, ...]:
        """Name waits whose offer ran out or whose last day is over, and of which nobody has noted it yet."""
        now = execution.now
        over = (
            entry
            for entry in self.in_line(execution.clinic)
            if entry.wish.is_past(now) or (entry.offer is not None and entry.offer.until <= now)
        )
        return tuple(WaitlistEntryId(entry.id) for entry in over)[:limit]

    def in_line(self, clinic: UUID) -> list[WaitlistEntry]:
        """Give everybody in a clinic who waits, whoever asks."""
        known = self._everything.known(clinic)
        entries = (fold(WaitlistEntry, facts) for facts in known if belongs(facts[0], WaitlistEntry))
        return [entry for entry in entries if entry.status in IN_LINE]
