"""The day board in memory: what is written is on it at once."""

from application.scheduling.queries import GetDayBoard
from application.scheduling.views import DayBoardLine
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.identity.clinic import Clinic
from domain.scheduling.appointments.appointment import Appointment
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemoryDayBoard:
    """Folds the clinic's appointments."""

    def __init__(self, appointments: MemoryRepository[Appointment], log: MemoryLog) -> None:
        self._appointments = appointments
        self._clinics = MemoryRepository(Clinic, log)

    async def day(self, query: GetDayBoard, execution: Execution) -> Page[DayBoardLine]:
        """Show a day's visits by start, then id."""
        zone = self._clinics.find(execution.clinic, execution).zone
        lines = (
            line
            for line in map(DayBoardLine.of, self._appointments.all(execution))
            if zone.date(line.starts_at) == query.day
            and query.provider in (None, line.provider)
            and query.site in (None, line.site)
        )
        return page_of(lines, query, lambda line: (line.starts_at, line.appointment))
