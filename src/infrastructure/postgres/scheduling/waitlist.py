"""Waits on PostgreSQL."""

from datetime import timedelta
from typing import Final

from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import WaitlistEntry, WaitlistEntryId
from domain.shared.identifiers import PatientId
from domain.shared.visits import VisitTypeCode
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_WAITING: Final = """
select id from waitlist_entry
 where clinic_id = $1 and patient = $2 and visit_type = $3 and status in ('waiting', 'offered')
"""

IS_KNOWN: Final = """
exists (select from subject_key k
         where k.clinic_id = t.clinic_id and k.subject_id = t.patient and k.wrapped is not null)
"""
"""Tells of a wait ``t`` that its patient was not erased."""

_OVERDUE: Final = f"""
(select t.id from waitlist_entry t
  where t.clinic_id = $1 and t.status = 'offered' and t.offer_until <= $2::timestamptz and {IS_KNOWN}
  order by t.offer_until, t.id limit $4)
union
(select t.id from waitlist_entry t
  where t.clinic_id = $1 and t.status in ('waiting', 'offered') and t.last_day < $3::date and {IS_KNOWN}
  order by t.last_day, t.id limit $4)
 limit $4
"""  # noqa: S608 - our own text

_LAST_CLOCK: Final = timedelta(hours=12)
"""How far behind UTC the last clock on earth is: a day that is over there is over everywhere."""


class PostgresWaitlistEntries(PostgresRepository[WaitlistEntry]):
    """Knows who waits already, and whose time is over."""

    async def waiting(
        self, patient: PatientId, visit_type: VisitTypeCode, execution: Execution
    ) -> WaitlistEntryId | None:
        """Name the patient's wait for a kind of visit, while they are in line."""
        found: WaitlistEntryId | None = await current().fetchval(_WAITING, execution.clinic, patient, visit_type)
        return found

    async def overdue(self, execution: Execution, limit: int) -> tuple[WaitlistEntryId, ...]:
        """Name waits whose offer ran out or whose last day is over, and of which nobody has noted it yet."""
        today = (execution.now - _LAST_CLOCK).date()
        rows = await current().fetch(_OVERDUE, execution.clinic, execution.now, today, limit)
        return tuple(WaitlistEntryId(row["id"]) for row in rows)
