"""Visits that did not take place: the patient's absence, and everybody else's."""

from datetime import datetime, timedelta

import pytest

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import (
    AppointmentClosed,
    GraceNotOver,
    NotHeldBecause,
    NotYetApproved,
    Party,
    PatientIsHere,
    VisitNotDue,
)
from domain.shared.aggregate import Fact
from unit.scheduling.practice import (
    APPOINTMENT,
    NINE,
    POLICY,
    Act,
    admission,
    arrived,
    booked,
    checked_in,
    requested,
)
from unit.spec import given

GRACE_OVER = NINE + timedelta(minutes=15)

missed = Appointment.Missed()
provider_absent = Appointment.NotHeld(because=NotHeldBecause.PROVIDER_ABSENT)


def missing(now: datetime = GRACE_OVER) -> Act:
    """Note that the patient did not come."""
    return lambda appointment: appointment.mark_no_show(POLICY, now=now)


def falling_through(now: datetime = NINE) -> Act:
    """Note that the provider did not come."""
    return lambda appointment: appointment.mark_not_held(NotHeldBecause.PROVIDER_ABSENT, now=now)


def test_after_the_grace_period() -> None:
    """A patient who is not here a quarter of an hour after the start is a no-show."""
    given(Appointment, booked).when(missing()).then(missed)


def test_within_the_grace_period() -> None:
    """Up to then the patient is only late."""
    sooner = GRACE_OVER - timedelta(seconds=1)
    given(Appointment, booked).when(missing(sooner)).then_rejected(GraceNotOver, until=GRACE_OVER)


@pytest.mark.parametrize("history", [(arrived,), (checked_in,)], ids=["arrived", "checked in"])
def test_a_patient_who_waits_is_not_missed(history: tuple[Fact, ...]) -> None:
    """A patient who has arrived is never a no-show, however long the wait."""
    given(Appointment, booked, *history).when(missing()).then_rejected(PatientIsHere)


def test_nobody_misses_a_request() -> None:
    """A request that was never approved is not missed."""
    given(Appointment, requested).when(missing()).then_rejected(NotYetApproved)


def test_nobody_misses_twice() -> None:
    """A missed visit stays as it is."""
    given(Appointment, booked, missed).when(missing()).then_rejected(AppointmentClosed, state="noshow")


@pytest.mark.parametrize("history", [(), (arrived, checked_in)], ids=["before arrival", "while waiting"])
def test_the_provider_does_not_come(history: tuple[Fact, ...]) -> None:
    """A provider's absence is its own outcome, whether or not the patient was there, and never bills."""
    given(Appointment, booked, *history).when(falling_through()).then(provider_absent)


def test_falling_through_before_the_start() -> None:
    """Before its start a visit is cancelled, not noted as fallen through."""
    sooner = NINE - timedelta(seconds=1)
    given(Appointment, booked).when(falling_through(sooner)).then_rejected(VisitNotDue, starts_at=NINE)


def test_a_request_does_not_fall_through() -> None:
    """A request that was never approved was never due."""
    given(Appointment, requested).when(falling_through()).then_rejected(NotYetApproved)


def test_what_fell_through_is_the_clinics() -> None:
    """A technical failure is put down to the clinic and gives the time back."""
    appointment = Appointment.book(APPOINTMENT, admission(), by=Party.PATIENT)
    appointment.mark_not_held(NotHeldBecause.TECHNICAL_FAILURE, now=NINE)
    assert (appointment.status, appointment.ended_by) == ("cancelled", Party.CLINIC)
    assert appointment.not_held_because is NotHeldBecause.TECHNICAL_FAILURE
    assert appointment.reservations() == ()
