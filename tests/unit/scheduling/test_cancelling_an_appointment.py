"""Calling a visit off, by the patient or by the clinic."""

from datetime import timedelta

import pytest

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentClosed, Party, VisitHasBegun
from domain.shared.aggregate import Fact
from unit.scheduling.practice import (
    APPOINTMENT,
    MIA,
    NINE,
    POLICY,
    Act,
    admission,
    arrived,
    booked,
    checked_in,
    fulfilled,
    requested,
)
from unit.spec import given

FREE, LATE = timedelta(days=1), timedelta(hours=23)

cancelled = Appointment.Cancelled(patient=MIA, by=Party.PATIENT, late=False)
cancelled_late = Appointment.Cancelled(patient=MIA, by=Party.PATIENT, late=True)
called_off = Appointment.Cancelled(patient=MIA, by=Party.CLINIC, late=False, reason="Dr Lee is ill")


def cancelling(before: timedelta) -> Act:
    """Have the patient cancel, so long before the visit."""
    return lambda appointment: appointment.cancel(by=Party.PATIENT, policy=POLICY, now=NINE - before)


def calling_off(before: timedelta) -> Act:
    """Have the clinic cancel, so long before the visit."""
    return lambda appointment: appointment.cancel(
        by=Party.CLINIC, policy=POLICY, now=NINE - before, reason="Dr Lee is ill"
    )


def test_giving_notice_is_free() -> None:
    """A patient may cancel up to one day before the visit free of charge."""
    given(Appointment, booked).when(cancelling(FREE)).then(cancelled)


def test_cancelling_late() -> None:
    """Less than a day's notice is a late cancellation."""
    given(Appointment, booked).when(cancelling(LATE)).then(cancelled_late)


def test_withdrawing_a_request_is_never_late() -> None:
    """What the clinic has not approved yet can be withdrawn at any time."""
    given(Appointment, requested).when(cancelling(LATE)).then(cancelled)


def test_cancelling_after_the_start() -> None:
    """From the start of the visit on, a patient can no longer cancel it."""
    given(Appointment, booked).when(cancelling(timedelta())).then_rejected(VisitHasBegun, starts_at=NINE)


def test_the_clinic_is_never_late() -> None:
    """The clinic may call a visit off at any time, and the patient is not charged for it."""
    given(Appointment, booked).when(calling_off(LATE)).then(called_off)


def test_the_clinic_calls_off_a_visit_under_way() -> None:
    """A visit whose patient has checked in can still be called off by the clinic."""
    given(Appointment, booked, arrived, checked_in).when(calling_off(timedelta(minutes=-5))).then(called_off)


@pytest.mark.parametrize(
    "history",
    [(cancelled,), (checked_in, fulfilled), (Appointment.Missed(),)],
    ids=["cancelled", "fulfilled", "missed"],
)
def test_what_is_closed_stays_closed(history: tuple[Fact, ...]) -> None:
    """An appointment that was fulfilled, missed or cancelled stays as it is."""
    given(Appointment, booked, *history).when(cancelling(FREE)).then_rejected(AppointmentClosed)


def test_a_cancelled_visit_gives_its_time_back() -> None:
    """Once a visit is cancelled, provider and patient are free again."""
    appointment = Appointment.book(APPOINTMENT, admission(), by=Party.PATIENT)
    assert appointment.reservations()
    appointment.cancel(by=Party.PATIENT, policy=POLICY, now=NINE - LATE, reason="Feeling better")
    assert appointment.reservations() == ()
    assert (appointment.ended_by, appointment.ended_late) == (Party.PATIENT, True)
    assert appointment.closing_reason == "Feeling better"
