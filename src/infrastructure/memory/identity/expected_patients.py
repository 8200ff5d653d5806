"""Who is still expected at a site, by what is kept in memory."""

from datetime import datetime

from application.shared.execution import Execution
from domain.identity.premises import Expected
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import OPEN
from domain.scheduling.waitlist.entry import IN_LINE, WaitlistEntry
from domain.shared.identifiers import SiteId
from infrastructure.memory.log import MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryExpectedPatients:
    """Folds the clinic's appointments and waits."""

    def __init__(self, log: MemoryLog) -> None:
        self._appointments = WholeClinic(Appointment, log)
        self._waits = WholeClinic(WaitlistEntry, log)

    async def at(self, site: SiteId, now: datetime, execution: Execution) -> Expected:
        """Count who is still expected at a site of the execution's clinic."""
        visits = (one for one in self._appointments.all(execution) if one.status in OPEN)
        waits = (one for one in self._waits.all(execution) if one.status in IN_LINE)
        return Expected(
            visits=sum(one.visit.place.site == site and one.visit.span.ends_at > now for one in visits),
            waiting=sum(one.wish.place.site == site for one in waits),
        )
