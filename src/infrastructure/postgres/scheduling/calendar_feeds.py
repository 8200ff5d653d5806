"""The visits that calendar programs are shown, by one statement a feed; nothing sealed is read."""

from datetime import datetime
from typing import Final

from application.scheduling.calendars.ports import CalendarEntry, OpenCalendar
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.shared.identifiers import AppointmentId
from domain.shared.visits import VisitMode
from infrastructure.postgres.connection import Pool, clinic_transaction

MOST: Final = 5_000
"""Visits in one feed: years of any provider's."""

_READ: Final = """
select a.id, a.version, a.status, a.mode, a.starts_at, a.ends_at, a.created_at, a.updated_at,
       (select site ->> 'name' from clinic c cross join jsonb_array_elements(c.sites) as site
         where c.clinic_id = $1 and c.id = $1 and site ->> 'id' = a.place ->> 'site') as site,
       a.patient
  from appointment a
 where a.clinic_id = $1 and a.{whose} = $2 and a.starts_at >= $3
   and (a.status not in ('cancelled', 'noshow') or a.updated_at >= $4)
 order by a.starts_at, a.id limit $5
"""
_PROVIDERS: Final = _READ.format(whose="provider")
_PATIENTS: Final = _READ.format(whose="patient")


class PostgresCalendarFeeds:
    """Reads the appointments' rows."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def read(
        self, link: OpenCalendar, *, started_since: datetime, off_since: datetime
    ) -> tuple[CalendarEntry, ...]:
        """Give visits by start, then id."""
        sql, whose = (_PROVIDERS, link.provider) if link.provider is not None else (_PATIENTS, link.patient)
        async with clinic_transaction(self._pool, link.clinic) as connection:
            rows = await connection.fetch(sql, link.clinic, whose, started_since, off_since, MOST)
        return tuple(
            CalendarEntry(AppointmentId(id_), version, AppointmentStatus(status), VisitMode(mode), *rest)
            for id_, version, status, mode, *rest in rows
        )
