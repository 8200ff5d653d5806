"""Series that the stories are about: Mia at Dr Lee's on Tuesdays at nine."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.desk import Wanted
from domain.scheduling.series.occurrence import Occurrence, SeriesId, WallSlot
from domain.scheduling.series.recurrence import Recurrence, Weekly
from domain.scheduling.series.series import Member, Plan, Series, SeriesVisit
from domain.shared.identifiers import AppointmentId
from unit.scheduling.practice import AT_HOME, DR_LEE, HOME, MIA, NEW_YORK, VIDEO
from unit.spec import STREAM

SERIES = SeriesId(STREAM)
FIRST, SECOND, THIRD = (AppointmentId(UUID(int=80 + number)) for number in range(3))
TUESDAYS = Weekly(weekdays=(Weekday.TUESDAY,))

VISITS = SeriesVisit(provider=DR_LEE, visit_type=VIDEO.code, place=AT_HOME)
EVERY_TUESDAY = Recurrence(rule=TUESDAYS, first_day=date(2030, 5, 14), at="09:00", count=3)
PLAN = Plan(visit=VISITS, recurrence=EVERY_TUESDAY, zone=NEW_YORK)


def tuesday(number: int, reading: str = "09:00") -> WallSlot:
    """Give a slot on the first, second, third ... Tuesday, at nine unless said."""
    return WallSlot(date(2030, 5, 7) + timedelta(days=7 * number), reading)


MEMBERS = tuple(
    Member(appointment=appointment, slot=tuesday(number))
    for number, appointment in enumerate((FIRST, SECOND, THIRD), 1)
)
booked = Series.Booked(patient=MIA, plan=PLAN, members=MEMBERS, left_out=())


def in_series(number: int, reading: str = "09:00") -> Occurrence:
    """Give the place of a Tuesday in the series."""
    return Occurrence(series=SERIES, slot=tuesday(number, reading))


def wanting(id: AppointmentId, number: int, reading: str = "09:00", **more: Any) -> Wanted:  # noqa: A002 - the field's word
    """Want a visit on a Tuesday."""
    slot = tuesday(number, reading)
    request: VisitRequest = more.pop("request", PLAN.request(slot))
    return Wanted(id, slot, request, **({"whereabouts": HOME} | more))
