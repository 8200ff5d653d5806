"""Facts as they are stored: read back the same, and nothing personal without its subject."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import NotHeldBecause, Party
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.scheduling.calendars.link import CalendarLink
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.hours.working_hours import ExceptionId, ExtraHours, TimeOff, Weekday, WeeklyHours
from domain.scheduling.series.desk import Conflict
from domain.scheduling.series.series import Series
from domain.scheduling.slots.hold import Hold, HoldId
from domain.shared.aggregate import Aggregate, Fact
from domain.shared.classes import sealed_fields
from domain.shared.money import Money
from domain.shared.visits import VisitMode
from unit.scheduling.practice import (
    APPOINTMENT,
    AT_THE_SITE,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    MIA,
    NEW_YORK,
    NINE,
    ROOM_A,
    TEN,
    UPTOWN,
    VIDEO,
    visit,
)
from unit.scheduling.repeating import MEMBERS, PLAN, in_series, tuesday

HOLD, EXCEPTION = HoldId(UUID(int=71)), ExceptionId(UUID(int=61))
PRICED = msgspec.structs.replace(VIDEO, price=Money(minor=7500, currency="USD"))
UPTOWN_CALLS = WeeklyHours(
    weekday=Weekday.TUESDAY, opens="09:00", closes="24:00", modes=(VisitMode.PHONE,), site=UPTOWN
)
DOES_NOT_FIT = Conflict(slot=tuesday(2), starts_at=TEN, rule="scheduling.day-is-full")

WRITTEN: tuple[Fact, ...] = (
    Availability.Opened(provider=DR_LEE, zone=NEW_YORK),
    Availability.WeeklyHoursSet(hours=(UPTOWN_CALLS,), zone=NEW_YORK),
    Availability.ExtraHoursAdded(
        extra=ExtraHours(exception_id=EXCEPTION, day=date(2028, 2, 29), opens="09:00", closes="12:00")
    ),
    Availability.TimeOffAdded(
        time_off=TimeOff(exception_id=EXCEPTION, first_day=date(2030, 5, 14), last_day=date(2030, 5, 16))
    ),
    Availability.ExceptionRemoved(exception_id=EXCEPTION),
    ClinicBookingRules.Adopted(policy=BookingPolicy.default()),
    ClinicBookingRules.PolicySet(policy=BookingPolicy(daily_maximum=12)),
    CalendarLink.Issued(provider=DR_LEE),
    CalendarLink.Revoked(revoked_at=TEN),
    Hold.Placed(patient=None, visit=visit(visit_type=EXAM, room=ROOM_A), expires_at=TEN),
    Hold.Used(appointment=APPOINTMENT),
    Hold.Released(),
    Hold.Expired(),
    Appointment.Booked(patient=MIA, visit=visit(visit_type=PRICED), whereabouts=HOME, reason="A cough", hold=HOLD),
    Appointment.Overbooked(
        patient=MIA, visit=visit(), lane=1, because="No other time", whereabouts=HOME, reason="A cough"
    ),
    Appointment.Requested(patient=MIA, visit=visit(), whereabouts=HOME),
    Appointment.Approved(),
    Appointment.Declined(patient=MIA, reason="Please see your dentist"),
    Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=HOME, by=Party.PATIENT, late=True),
    Appointment.Cancelled(patient=MIA, by=Party.CLINIC, late=False, reason="Dr Lee is ill"),
    Appointment.AttendanceConfirmed(by=Party.PATIENT),
    Appointment.Arrived(),
    Appointment.CheckedIn(patient=MIA, place=AT_THE_SITE),
    Appointment.Fulfilled(),
    Appointment.Missed(),
    Appointment.NotHeld(because=NotHeldBecause.TECHNICAL_FAILURE),
    Appointment.JoinedSeries(occurrence=in_series(1)),
    Appointment.SetApart(),
    Series.Booked(patient=MIA, plan=PLAN, members=MEMBERS, left_out=(DOES_NOT_FIT,)),
    Series.FollowingChanged(plan=PLAN, members=MEMBERS, left_out=()),
    Series.Approved(appointments=(APPOINTMENT,)),
    Series.Declined(appointments=(APPOINTMENT,)),
    Series.Cancelled(by=Party.PATIENT, appointments=(APPOINTMENT,)),
    Appointment.ReassignmentNeeded(patient=MIA, provider=DR_LEE, because=ReassignmentCause.AUTHORITY_LAPSED),
    Appointment.ReassignmentSettled(patient=MIA, provider=DR_LEE),
    Appointment.Reassigned(patient=MIA, visit=visit(provider=DR_CHO), instead_of=DR_LEE, because=None),
)


def kinds(*aggregates: type[Aggregate]) -> Iterator[type[Fact]]:
    """Name every kind of fact of some aggregates."""
    for aggregate in aggregates:
        for kind in vars(aggregate).values():
            if isinstance(kind, type) and issubclass(kind, Fact):
                yield kind


KINDS = [
    kind
    for kind in kinds(Availability, ClinicBookingRules, CalendarLink, Hold, Appointment, Series)
    if kind.__name__ not in {"Event", "Created"}
]


def test_every_kind_is_here() -> None:
    """Each kind of fact that scheduling writes is tried below."""
    assert {type(fact) for fact in WRITTEN} == set(KINDS)


@pytest.mark.parametrize("fact", WRITTEN, ids=lambda fact: type(fact).__qualname__)
def test_reading_back(fact: Fact) -> None:
    """What was written down is read back the same."""
    assert msgspec.json.decode(msgspec.json.encode(fact), type=type(fact)) == fact


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__qualname__)
def test_personal_values_have_a_subject(kind: type[Fact]) -> None:
    """A fact that holds something personal names the patient whose it is."""
    if sealed_fields(kind):
        assert "patient" in kind.__struct_fields__


def test_an_instant_is_written_in_utc() -> None:
    """A booked time is written down as an instant, not as a reading of somebody's clock."""
    assert b'"starts_at":"2030-05-14T13:00:00Z"' in msgspec.json.encode(visit(NEW_YORK.local(NINE)))
