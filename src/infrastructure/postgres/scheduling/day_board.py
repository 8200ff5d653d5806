"""The day board on PostgreSQL: written by following the log, read by the front desk.

A line knows instants only. Which of them make a day is asked of the clinic's zone when the board is read, so a clinic
that changes its zone sees other days at once, and a board that is rebuilt is the same board.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec

from application.scheduling.queries import GetDayBoard
from application.scheduling.views import DayBoardLine
from application.shared.execution import Execution
from application.shared.followers import FollowedFact
from application.shared.paging import Page, after, page
from application.shared.refusals import NotFound
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AWAITED, AppointmentStatus
from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.aggregate import Fact
from domain.shared.time import Instant, TimeZone
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.followers.lane import LaneSession

FOLLOWER: Final = "day-board"
TABLE: Final = "day_board"

STATUS: Final[dict[type[Fact], AppointmentStatus]] = {
    Appointment.Requested: AppointmentStatus.PENDING,
    Appointment.Booked: AppointmentStatus.BOOKED,
    Appointment.Overbooked: AppointmentStatus.BOOKED,
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
insert into {table} (clinic_id, appointment, starts_at, ends_at, status, patient, provider, room, site, visit_type,
                     mode, reassignment, overbooked, attendance_confirmed)
values ($1::uuid, $2::uuid, $3::timestamptz, $4::timestamptz, $5::text, $6::uuid, $7::uuid, $8::uuid, $9::uuid,
        $10::text, $11::text, $12::text, $13::bool, $14::bool)
"""

_MOVE = """
update {table} set starts_at = $3::timestamptz, ends_at = $4::timestamptz, status = coalesce($5::text, status),
       provider = $6::uuid, room = $7::uuid, site = $8::uuid, visit_type = $9::text, mode = $10::text,
       reassignment = $11::text, overbooked = false,
       attendance_confirmed = coalesce($12::bool, attendance_confirmed)
 where clinic_id = $1::uuid and appointment = $2::uuid
"""

_MARK = """
update {table} set status = coalesce($3::text, status),
       attendance_confirmed = coalesce($6::bool, attendance_confirmed),
       site = case when $4::bool then $5::uuid else site end,
       reassignment = case when $7::bool then $8::text else reassignment end
 where clinic_id = $1::uuid and appointment = $2::uuid
"""

_STATES: Final = ", ".join(f"'{status}'" for status in sorted(AWAITED))

_DAY = f"""
select appointment, starts_at, ends_at, status, patient, provider, room, site, visit_type, mode, overbooked,
       attendance_confirmed,
       case when status in ({_STATES}) then reassignment end as needs_reassignment
  from day_board
 where clinic_id = $1 and starts_at >= $2 and starts_at < $3
   and ($4::uuid is null or provider = $4) and ($5::uuid is null or site = $5)
   and ($6::timestamptz is null or (starts_at, appointment) > ($6, $7::uuid))
 order by starts_at, appointment limit $8
"""  # noqa: S608 - our own text


class _Change(msgspec.Struct):
    """What a batch of facts makes of one appointment."""

    patient: UUID | None = None
    """Named by the fact that made it; ``None`` where that came in an earlier batch."""
    visit: PlannedVisit | None = None
    place: VisitPlace | None = None
    """Where the patient was found to be at the check-in."""
    status: AppointmentStatus | None = None
    overbooked: bool = False
    confirmed: bool | None = None
    """Whether the patient said that they will come; ``None`` where nothing was said of it."""
    reassignment: ReassignmentCause | msgspec.UnsetType | None = msgspec.UNSET
    """Why the visit needs another provider; unset where nothing is said of that."""


class DayBoardFollower:
    """Writes the board, or another one beside it under another name."""

    kinds: frozenset[type[Fact]] = frozenset(
        {
            *STATUS,
            Appointment.Rescheduled,
            Appointment.AttendanceConfirmed,
            Appointment.Reassigned,
            Appointment.ReassignmentNeeded,
            Appointment.ReassignmentSettled,
        }
    )

    def __init__(self, name: str = FOLLOWER, table: str = TABLE) -> None:
        self.name = name
        self._enter, self._move, self._mark = (sql.format(table=table) for sql in (_ENTER, _MOVE, _MARK))

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Bring the board up to the last of the facts; each appointment is written once."""
        changes: dict[UUID, _Change] = {}
        for followed in facts:
            _take(changes.setdefault(followed.stream, _Change()), followed.fact)
        for appointment, change in changes.items():
            self._write(session, appointment, change)

    def _write(self, session: LaneSession, appointment: UUID, change: _Change) -> None:
        status = change.status.value if change.status is not None else None
        visit = change.visit
        is_said = not isinstance(change.reassignment, msgspec.UnsetType)
        reassignment = None if isinstance(change.reassignment, msgspec.UnsetType) else change.reassignment
        if visit is None:
            place = change.place
            site = place.site if place is not None else None
            said = (place is not None, site, change.confirmed, is_said, reassignment)
            session.flush.write(self._mark, session.clinic, appointment, status, *said)
            return
        place = change.place or visit.place
        when = (visit.span.starts_at, visit.span.ends_at)
        kind = (visit.visit_type.code, visit.visit_type.mode.value)
        how = (visit.provider, visit.room, place.site, *kind, reassignment)
        if change.patient is not None:
            marks = (change.overbooked, bool(change.confirmed))
            session.flush.write(self._enter, session.clinic, appointment, *when, status, change.patient, *how, *marks)
        else:
            session.flush.write(self._move, session.clinic, appointment, *when, status, *how, change.confirmed)


def _take(change: _Change, fact: Fact) -> None:
    match fact:
        case Appointment.Booked() | Appointment.Requested():
            change.patient, change.visit = fact.patient, fact.visit
        case Appointment.Overbooked():
            change.patient, change.visit, change.overbooked = fact.patient, fact.visit, True
        case Appointment.Rescheduled():
            change.visit, change.reassignment = fact.visit, None
            change.overbooked, change.confirmed = False, False
        case Appointment.AttendanceConfirmed():
            change.confirmed = True
        case Appointment.Reassigned():
            change.visit, change.overbooked, change.reassignment = fact.visit, False, None
        case Appointment.ReassignmentNeeded():
            change.reassignment = fact.because
        case Appointment.ReassignmentSettled():
            change.reassignment = None
        case Appointment.CheckedIn():
            change.place = fact.place
        case _:
            pass
    change.status = next((status for kind, status in STATUS.items() if isinstance(fact, kind)), change.status)


class PostgresDayBoard:
    """Reads the board."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def day(self, query: GetDayBoard, execution: Execution) -> Page[DayBoardLine]:
        """Show a day's visits by start, then id."""
        start = after(query.after, tuple[Instant, UUID]) or (None, None)
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            zone = await connection.fetchval(_ZONE, execution.clinic)
            if zone is None:
                raise NotFound(id=execution.clinic)
            midnight, next_midnight = _day(query.day, TimeZone(name=zone))
            rows = await connection.fetch(
                _DAY,
                execution.clinic,
                midnight,
                next_midnight,
                query.provider,
                query.site,
                *start,
                query.limit + 1,
            )
        lines = [msgspec.convert(dict(row), DayBoardLine) for row in rows]
        return page(lines, query.limit, lambda line: (line.starts_at, line.appointment))


def _day(day: date, zone: TimeZone) -> tuple[datetime, datetime]:
    """Give the instants between which it is a day at the clinic."""
    return zone.instant(day, time.min), zone.instant(day + timedelta(days=1), time.min)
