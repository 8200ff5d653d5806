"""Visits whose provider may not hold them are marked as needing another one, until that is settled."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.aggregate import Fact
from domain.shared.practice import PracticeRight
from domain.shared.time import TimeZone
from unit.scheduling.practice import (
    DR_LEE,
    IN_NEW_YORK,
    MIA,
    MONDAY_NOON,
    NINE,
    POLICY,
    TEN,
    Act,
    arrived,
    at,
    booked,
    checked_in,
    requested,
    visit,
)
from unit.spec import given

MONDAY, TUESDAY = date(2030, 5, 13), date(2030, 5, 14)
HAWAII = TimeZone(name="Pacific/Honolulu")

FIT = ProviderStanding(authorities=(IN_NEW_YORK,))
SUSPENDED = replace(FIT, suspended=True)
GONE = replace(FIT, leaves_at=at("2030-05-14 00:00"))
REVOKED = ProviderStanding(authorities=(replace(IN_NEW_YORK, valid_until=MONDAY, revoked=True),))
NEVER_BEGUN = ProviderStanding(authorities=(replace(REVOKED.authorities[0], valid_from=TUESDAY),))
LAPSED = ProviderStanding(authorities=(replace(IN_NEW_YORK, valid_until=MONDAY),))
ELSEWHERE = ProviderStanding(
    authorities=(replace(IN_NEW_YORK, jurisdiction="US-NJ", revoked=True, valid_until=MONDAY),)
)


def needed(because: ReassignmentCause) -> Appointment.ReassignmentNeeded:
    """Give the fact that another provider is needed."""
    return Appointment.ReassignmentNeeded(patient=MIA, provider=DR_LEE, because=because)


suspended = needed(ReassignmentCause.PROVIDER_SUSPENDED)
lapsed = needed(ReassignmentCause.AUTHORITY_LAPSED)
settled = Appointment.ReassignmentSettled(patient=MIA, provider=DR_LEE)
moved = Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=None, by=Party.CLINIC, late=False)


def reassessing(provider: ProviderStanding, policy: BookingPolicy = POLICY) -> Act:
    """Look on Monday at noon at what the directory says of Dr Lee."""
    return lambda appointment: appointment.reassess(provider, policy, MONDAY_NOON)


@pytest.mark.parametrize(
    ("standing", "because"),
    [
        (SUSPENDED, ReassignmentCause.PROVIDER_SUSPENDED),
        (GONE, ReassignmentCause.PROVIDER_LEAVES),
        (REVOKED, ReassignmentCause.AUTHORITY_REVOKED),
        (NEVER_BEGUN, ReassignmentCause.AUTHORITY_REVOKED),
        (LAPSED, ReassignmentCause.AUTHORITY_LAPSED),
        (ELSEWHERE, ReassignmentCause.AUTHORITY_LAPSED),
    ],
    ids=["suspended", "gone", "revoked", "revoked before its first day", "lapsed", "revoked elsewhere"],
)
def test_why_another_provider_is_needed(standing: ProviderStanding, because: ReassignmentCause) -> None:
    """A visit ahead needs another provider when its own is suspended, leaves before it, or may not practise then."""
    given(Appointment, booked).when(reassessing(standing)).then(needed(because))


def test_who_may_hold_it() -> None:
    """A visit whose provider may hold it needs no other."""
    given(Appointment, booked).when(reassessing(FIT)).then()


def test_it_is_noted_once() -> None:
    """What is noted already is not noted again; another reason is."""
    given(Appointment, booked, suspended).when(reassessing(SUSPENDED)).then()
    given(Appointment, booked, suspended).when(reassessing(LAPSED)).then(lapsed)


def test_a_renewed_licence_settles_it() -> None:
    """Once the provider may hold the visit after all, that is noted too."""
    given(Appointment, booked, lapsed).when(reassessing(FIT)).then(settled)
    given(Appointment, booked, lapsed, settled).when(reassessing(LAPSED)).then(lapsed)


def test_a_moved_visit_is_settled() -> None:
    """A visit that was moved needs no other provider: the desk admits nobody to one who may not hold it."""
    given(Appointment, booked, lapsed, moved).when(reassessing(FIT)).then()


@pytest.mark.parametrize("history", [(requested,), (booked,), (booked, arrived)], ids=["asked", "booked", "arrived"])
def test_what_has_yet_to_begin(history: tuple[Fact, ...]) -> None:
    """A request, a booking and a patient in the waiting room all need somebody to see the patient."""
    given(Appointment, *history).when(reassessing(SUSPENDED)).then(suspended)


cancelled = Appointment.Cancelled(patient=MIA, by=Party.CLINIC, late=False)


@pytest.mark.parametrize("history", [(arrived, checked_in), (cancelled,)], ids=["checked in", "cancelled"])
def test_what_has_begun_or_is_off(history: tuple[Fact, ...]) -> None:
    """From the check-in on, and once a visit is off, nobody else is needed."""
    given(Appointment, booked, *history).when(reassessing(SUSPENDED)).then()


def test_what_should_have_begun() -> None:
    """A visit whose time has come stays as it is."""
    given(Appointment, booked).when(lambda one: one.reassess(SUSPENDED, POLICY, NINE)).then()


def test_the_date_is_the_patients() -> None:
    """When it is Wednesday for the provider and still Tuesday for the patient, a licence through Tuesday is enough."""
    in_hawaii = VisitPlace(jurisdiction="US-HI", zone=HAWAII)
    until_tuesday = PracticeRight(jurisdiction="US-HI", valid_from=date(2030, 1, 1), valid_until=TUESDAY)
    provider = ProviderStanding(authorities=(until_tuesday,))
    last_minute, midnight = (
        Appointment.Booked(patient=MIA, visit=visit(at(reading), place=in_hawaii))
        for reading in ("2030-05-15 05:59", "2030-05-15 06:00")
    )
    given(Appointment, last_minute).when(reassessing(provider)).then()
    given(Appointment, midnight).when(reassessing(provider)).then(lapsed)


def test_how_far_ahead_the_clinic_looks() -> None:
    """A visit is marked from as many days before it as the clinic wants to be told, to the minute."""
    in_a_week = Appointment.Booked(patient=MIA, visit=visit(MONDAY_NOON + timedelta(days=7)))
    a_minute_later = Appointment.Booked(patient=MIA, visit=visit(MONDAY_NOON + timedelta(days=7, minutes=1)))
    a_week = replace(POLICY, reassignment_notice_days=7)
    given(Appointment, in_a_week).when(reassessing(SUSPENDED, a_week)).then(suspended)
    given(Appointment, a_minute_later).when(reassessing(SUSPENDED, a_week)).then()


def test_it_is_shown_while_the_visit_is_ahead() -> None:
    """The mark is shown until the visit begins or is off."""

    def shown(*history: Fact) -> list[ReassignmentCause | None]:
        answers: list[ReassignmentCause | None] = []
        given(Appointment, booked, *history).when(lambda one: answers.append(one.needs_reassignment)).then()
        return answers

    assert shown(suspended) == [ReassignmentCause.PROVIDER_SUSPENDED]
    assert shown(suspended, settled) == shown(suspended, cancelled) == shown(suspended, moved) == [None]
