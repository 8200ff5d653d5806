"""A patient says that they will come."""

from datetime import datetime, timedelta

import pytest

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import (
    AppointmentClosed,
    NotYetApproved,
    Party,
    PatientIsHere,
    TooEarlyToConfirm,
    VisitHasBegun,
)
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.aggregate import Fact
from unit.scheduling.practice import (
    HOME,
    MIA,
    MONDAY_NOON,
    NINE,
    POLICY,
    TEN,
    Act,
    admission,
    arrived,
    booked,
    checked_in,
    requested,
    visit,
)
from unit.spec import given

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)

confirmed = Appointment.AttendanceConfirmed(by=Party.PATIENT)
moved = Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=HOME, by=Party.CLINIC, late=False)


def confirming(by: Party = Party.PATIENT, now: datetime = MONDAY_NOON, policy: BookingPolicy = POLICY) -> Act:
    """Confirm on Monday at noon, as the patient, unless said."""
    return lambda one: one.confirm_attendance(by=by, policy=policy, now=now)


@pytest.mark.parametrize("by", list(Party))
def test_saying_that_one_will_come(by: Party) -> None:
    """The patient confirms, or tells the clinic, which records it; who recorded it is kept."""
    given(Appointment, booked).when(confirming(by)).then(Appointment.AttendanceConfirmed(by=by))


def test_saying_it_twice() -> None:
    """What was confirmed already stays as it was said first."""
    given(Appointment, booked, confirmed).when(confirming(Party.CLINIC)).then()


def test_from_when_it_can_be_said() -> None:
    """Attendance is confirmed from the clinic's time before the visit on, a week unless set, to the minute."""
    given(Appointment, booked).when(confirming(now=NINE - WEEK)).then(confirmed)
    too_early = given(Appointment, booked).when(confirming(now=NINE - WEEK - MINUTE))
    too_early.then_rejected(TooEarlyToConfirm, opens_at=NINE - WEEK)
    two_weeks = BookingPolicy(confirmation_opens_days=14)
    given(Appointment, booked).when(confirming(now=NINE - WEEK - MINUTE, policy=two_weeks)).then(confirmed)


def test_until_when_it_can_be_said() -> None:
    """Once the visit should have begun there is nothing to confirm."""
    given(Appointment, booked).when(confirming(now=NINE - MINUTE)).then(confirmed)
    given(Appointment, booked).when(confirming(now=NINE)).then_rejected(VisitHasBegun, starts_at=NINE)


def test_a_move_asks_anew() -> None:
    """Who confirmed nine o'clock has not confirmed ten: after a move the patient is asked again."""
    given(Appointment, booked, confirmed, moved).when(confirming()).then(confirmed)
    given(Appointment, booked, confirmed).when(
        lambda one: one.reschedule(admission(TEN), by=Party.CLINIC, policy=POLICY, now=MONDAY_NOON)
    ).then(moved)


@pytest.mark.parametrize("history", [(booked, arrived), (booked, checked_in)], ids=["arrived", "checked in"])
def test_who_is_here_has_come(history: tuple[Fact, ...]) -> None:
    """A patient who has arrived has nothing left to confirm."""
    given(Appointment, *history).when(confirming()).then_rejected(PatientIsHere)


def test_a_request_is_not_confirmed() -> None:
    """A request that the clinic has not answered is no appointment to come to."""
    given(Appointment, requested).when(confirming()).then_rejected(NotYetApproved)


def test_what_is_over_is_not_confirmed() -> None:
    """A visit that was called off is not confirmed."""
    off = Appointment.Cancelled(patient=MIA, by=Party.CLINIC, late=False)
    given(Appointment, booked, off).when(confirming()).then_rejected(AppointmentClosed, state="cancelled")


def test_coming_after_confirming() -> None:
    """Who confirmed arrives like anybody else."""
    given(Appointment, booked, confirmed).when(lambda one: one.arrive(POLICY, NINE)).then(arrived)
