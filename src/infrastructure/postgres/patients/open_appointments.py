"""What is still booked for a patient, read in the command's own transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import OPEN
from domain.shared.identifiers import AppointmentId, PatientId
from infrastructure.postgres.session import current

_OPEN: Final = """
select id from appointment
 where clinic_id = $1 and patient = $2 and status = any($3::text[])
 order by starts_at, id
"""

_MEETING: Final = """
with unfinished as materialized (
  select id, patient, starts_at, ends_at from appointment
   where clinic_id = $1 and patient = any($2::uuid[] || $3::uuid[]) and status = any($4::text[]))
select one.id from unfinished one
 where exists (
   select from unfinished other
    where (one.patient = any($2)) <> (other.patient = any($2))
      and other.starts_at < one.ends_at and one.starts_at < other.ends_at)
 order by one.starts_at, one.id
"""


_WAITS: Final = """
select id from waitlist_entry
 where clinic_id = $1 and patient = $2 and status in ('waiting', 'offered') order by joined_at, id
"""

_LAST_VISIT: Final = """
select (ends_at at time zone (place #>> '{zone,name}'))::date as day from appointment
 where clinic_id = $1 and patient = $2 and status = 'fulfilled'
 order by starts_at desc limit 1
"""


class PostgresOpenAppointments:
    """Reads the calendar's rows."""

    async def of(self, patient: PatientId, execution: Execution) -> tuple[AppointmentId, ...]:
        """Name a patient's appointments that are ahead or under way, soonest first."""
        states = sorted(status.value for status in OPEN)
        rows = await current().fetch(_OPEN, execution.clinic, patient, states)
        return tuple(AppointmentId(row["id"]) for row in rows)

    async def meeting(
        self, patient: PatientId, others: Sequence[PatientId], execution: Execution
    ) -> tuple[AppointmentId, ...]:
        """Name the open appointments of a patient that meet one of other patients, and those, soonest first."""
        states = sorted(status.value for status in OPEN)
        rows = await current().fetch(_MEETING, execution.clinic, [patient], list(others), states)
        return tuple(AppointmentId(row["id"]) for row in rows)

    async def waits(self, patient: PatientId, execution: Execution) -> tuple[UUID, ...]:
        """Name a patient's entries of the waitlist that still stand in line, the oldest first."""
        return tuple(row["id"] for row in await current().fetch(_WAITS, execution.clinic, patient))

    async def last_visit(self, patient: PatientId, execution: Execution) -> date | None:
        """Give the day of a patient's last visit that took place."""
        day: date | None = await current().fetchval(_LAST_VISIT, execution.clinic, patient)
        return day
