"""The visits that have yet to begin, from what is kept in memory."""

from application.scheduling.appointments.visits_ahead import AheadCursor, VisitAhead
from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AWAITED
from domain.shared.identifiers import AppointmentId, ProviderId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.scheduling.neighbours import Neighbours
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryVisitsAhead:
    """Folds the clinic's appointments."""

    def __init__(self, log: MemoryLog, neighbours: Neighbours) -> None:
        self._appointments = WholeClinic(Appointment, log)
        self._neighbours = neighbours

    async def page(
        self, provider: ProviderId | None, after: AheadCursor | None, limit: int, execution: Execution
    ) -> tuple[VisitAhead, ...]:
        """Give visits that start after ``now``, by start, then id."""
        ahead = [
            self._visit(appointment, execution)
            for appointment in self._appointments.all(execution)
            if appointment.status in AWAITED
            and provider in {None, appointment.visit.provider}
            and appointment.visit.starts_at > execution.now
        ]
        behind = (after.starts_at, after.appointment) if after is not None else None
        following = (visit for visit in ahead if behind is None or (visit.starts_at, visit.appointment) > behind)
        return tuple(sorted(following, key=lambda visit: (visit.starts_at, visit.appointment))[:limit])

    def _visit(self, appointment: Appointment, execution: Execution) -> VisitAhead:
        visit = appointment.visit
        return VisitAhead(
            appointment=AppointmentId(appointment.id),
            starts_at=visit.starts_at,
            place=visit.place,
            provider=visit.provider,
            standing=self._neighbours.calendar(visit.provider, execution).standing,
            noted=appointment.needs_reassignment,
        )
