"""Who waits for a provider's time, and what time is free, in memory."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import WaitlistEntry, WaitlistEntryId, WaitlistStatus
from domain.scheduling.waitlist.freed_time import freed
from domain.scheduling.waitlist.line import Opening, Waiting, in_line
from domain.shared.identifiers import PatientId
from domain.shared.time import Span
from infrastructure.memory.followers import MemoryLaneSession
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.scheduling.neighbours import Neighbours
from infrastructure.memory.scheduling.waitlist import MemoryWaitlistEntries

_A_DAY = timedelta(days=1)


class MemoryFreedTimes:
    """Folds a stream up to a fact."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def opening(self, stream: UUID, version: int, execution: Execution) -> Opening | None:
        """Give the provider's time that is free since a fact."""
        history = self._log.streams.get((execution.clinic, stream), [])[:version]
        return freed(history, execution.now) if history else None


class MemoryWaitingLine:
    """Looks down the whole line."""

    def __init__(self, entries: MemoryWaitlistEntries, neighbours: Neighbours) -> None:
        self._entries = entries
        self._neighbours = neighbours

    async def waiting(
        self, opening: Opening, execution: Execution, passing_over: Sequence[WaitlistEntryId], limit: int
    ) -> tuple[Waiting, ...]:
        """Give the first in line who wait for a visit that this provider offers, on a day that the opening touches."""
        visit_types = self._neighbours.provider(opening.provider, execution).visit_types
        offered = {(visit_type.code, visit_type.mode) for visit_type in visit_types}
        around = opening.within.widened(_A_DAY, _A_DAY)
        fitting = (
            _waiting(entry)
            for entry in self._entries.in_line(execution.clinic)
            if entry.status is WaitlistStatus.WAITING
            and entry.id not in passing_over
            and (entry.wish.visit_type, entry.wish.mode) in offered
            and (not entry.wish.providers or opening.provider in entry.wish.providers)
            and _touches(entry, around)
        )
        return tuple(in_line(fitting)[:limit])


class MemoryWaitlistLookout:
    """Looks at the line for a follower."""

    def __init__(self, entries: MemoryWaitlistEntries) -> None:
        self._entries = entries

    async def is_anybody_waiting(self, session: MemoryLaneSession) -> bool:
        """Tell whether anybody in the session's clinic waits."""
        return bool(self._entries.in_line(session.clinic))

    async def who_waits(self, patients: Collection[PatientId], session: MemoryLaneSession) -> frozenset[PatientId]:
        """Name those of the patients who wait for something."""
        return frozenset(entry.patient for entry in self._entries.in_line(session.clinic)) & frozenset(patients)


def _touches(entry: WaitlistEntry, around: Span) -> bool:
    wish = entry.wish
    return wish.first_day <= around.ends_at.date() and wish.last_day >= around.starts_at.date()


def _waiting(entry: WaitlistEntry) -> Waiting:
    return Waiting(
        entry=WaitlistEntryId(entry.id),
        patient=entry.patient,
        wish=entry.wish,
        urgency=entry.urgency,
        joined_at=entry.created_on,
        let_go=entry.let_go,
    )
