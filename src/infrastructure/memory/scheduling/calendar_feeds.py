"""The visits that calendar programs are shown, folded from the log in memory."""

from datetime import datetime

from application.scheduling.calendars.ports import CalendarEntry, OpenCalendar
from domain.identity.clinic import Clinic
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.shared.aggregate import fold
from domain.shared.identifiers import AppointmentId
from infrastructure.facts.ownership import belongs
from infrastructure.memory.log import MemoryLog

_OFF = {AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW}


class MemoryCalendarFeeds:
    """Folds the clinic's appointments."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def read(
        self, link: OpenCalendar, *, started_since: datetime, off_since: datetime
    ) -> tuple[CalendarEntry, ...]:
        """Give visits by start, then id."""
        sites = {site.id: site.name for site in fold(Clinic, self._log.streams[link.clinic, link.clinic]).sites}
        visits = [
            fold(Appointment, facts)
            for (clinic, _), facts in self._log.streams.items()
            if clinic == link.clinic and facts and belongs(facts[0], Appointment)
        ]
        return tuple(
            CalendarEntry(
                AppointmentId(one.id),
                one.version,
                one.status,
                one.visit.visit_type.mode,
                one.visit.span.starts_at,
                one.visit.span.ends_at,
                one.created_on,
                one.modified_on,
                sites.get(one.visit.place.site) if one.visit.place.site is not None else None,
                one.patient,
            )
            for one in sorted(visits, key=lambda one: (one.visit.starts_at, one.id))
            if (link.provider in (None, one.visit.provider) and link.patient in (None, one.patient))
            and one.visit.starts_at >= started_since
            and (one.status not in _OFF or one.modified_on >= off_since)
        )
