"""The day board on PostgreSQL: written by following the log, read by the front desk."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from application.scheduling.queries import GetDayBoard
from application.scheduling.views import DayBoardLine
from application.shared.execution import Execution
from application.shared.followers import FollowedFact
from application.shared.paging import Page, after, page
from domain.scheduling.appointment import Appointment
from domain.scheduling.lifecycle import AppointmentStatus
from domain.scheduling.planned_visit import PlannedVisit
from domain.shared.aggregate import Fact
from domain.shared.time import Instant, TimeZone
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.list_reads import ListReads

FOLLOWER: Final = "day-board"

STATUS: Final[dict[type[Fact], AppointmentStatus]] = {
    Appointment.Requested: AppointmentStatus.PENDING,
    Appointment.Booked: AppointmentStatus.BOOKED,
    Appointment.Approved: AppointmentStatus.BOOKED,
    Appointment.Declined: AppointmentStatus.CANCELLED,
    Appointment.Cancelled: AppointmentStatus.CANCELLED,
    Appointment.Arrived: AppointmentStatus.ARRIVED,
    Appointment.CheckedIn: AppointmentStatus.CHECKED_IN,
    Appointment.Fulfilled: AppointmentStatus.FULFILLED,
    Appointment.Missed: AppointmentStatus.NO_SHOW,
    Appointment.NotHeld: AppointmentStatus.CANCELLED,
}
"""What a fact makes of its appointment; a fact that is not here leaves the status as it is."""

_ZONE = "select zone ->> 'name' from clinic where clinic_id = $1 and id = $1"

_ENTER = """
insert into day_board (clinic_id, appointment, day, starts_at, ends_at, status, patient, provider, room, site,
                       visit_type, mode)
values ($1::uuid, $2::uuid, $3::date, $4::timestamptz, $5::timestamptz, $6::text, $7::uuid, $8::uuid, $9::uuid,
        $10::uuid, $11::text, $12::text)
on conflict (clinic_id, appointment) do nothing
"""

_MOVE = """
update day_board set day = $3::date, starts_at = $4::timestamptz, ends_at = $5::timestamptz,
       status = coalesce($6::text, status), provider = $7::uuid, room = $8::uuid, site = $9::uuid,
       visit_type = $10::text, mode = $11::text
 where clinic_id = $1::uuid and appointment = $2::uuid
"""

_MARK = "update day_board set status = $3::text where clinic_id = $1::uuid and appointment = $2::uuid"

_DAY = """
select appointment, starts_at, ends_at, status, patient, provider, room, site, visit_type, mode
  from day_board
 where clinic_id = $1 and day = $2
   and ($3::uuid is null or provider = $3) and ($4::uuid is null or site = $4)
   and ($5::timestamptz is null or (starts_at, appointment) > ($5, $6::uuid))
 order by starts_at, appointment limit $7
"""


class _Change(msgspec.Struct):
    """What a batch of facts makes of one appointment."""

    patient: UUID | None = None
    """Named by the fact that made it; ``None`` where that came in an earlier batch."""
    visit: PlannedVisit | None = None
    status: AppointmentStatus | None = None


class DayBoardFollower:
    """Writes the board."""

    name = FOLLOWER
    kinds: frozenset[type[Fact]] = frozenset({*STATUS, Appointment.Rescheduled})

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Bring the board up to the last of the facts; each appointment is written once."""
        changes: dict[UUID, _Change] = {}
        for followed in facts:
            _take(changes.setdefault(followed.stream, _Change()), followed.fact)
        zone = TimeZone(name=await session.connection.fetchval(_ZONE, session.clinic))
        for appointment, change in changes.items():
            _write(session, appointment, change, zone)


def _take(change: _Change, fact: Fact) -> None:
    if isinstance(fact, Appointment.Booked | Appointment.Requested):
        change.patient = fact.patient
    if isinstance(fact, Appointment.Booked | Appointment.Requested | Appointment.Rescheduled):
        change.visit = fact.visit
    change.status = next((status for kind, status in STATUS.items() if isinstance(fact, kind)), change.status)


def _write(session: LaneSession, appointment: UUID, change: _Change, zone: TimeZone) -> None:
    status = change.status.value if change.status is not None else None
    if change.visit is None:
        session.flush.write(_MARK, session.clinic, appointment, status)
        return
    visit = change.visit
    when: tuple[date, object, object] = (zone.date(visit.span.starts_at), visit.span.starts_at, visit.span.ends_at)
    how = (visit.provider, visit.room, visit.place.site, visit.visit_type.code, visit.visit_type.mode.value)
    if change.patient is not None:
        session.flush.write(_ENTER, session.clinic, appointment, *when, status, change.patient, *how)
    else:
        session.flush.write(_MOVE, session.clinic, appointment, *when, status, *how)


class PostgresDayBoard:
    """Reads the board."""

    def __init__(self, lists: ListReads) -> None:
        self._lists = lists

    async def day(self, query: GetDayBoard, execution: Execution) -> Page[DayBoardLine]:
        """Show a day's visits by start, then id."""
        start = after(query.after, tuple[Instant, UUID]) or (None, None)
        rows = await self._lists.rows(
            execution, _DAY, execution.clinic, query.day, query.provider, query.site, *start, query.limit + 1
        )
        lines = [msgspec.convert(row, DayBoardLine) for row in rows]
        return page(lines, query.limit, lambda line: (line.starts_at, line.appointment))
