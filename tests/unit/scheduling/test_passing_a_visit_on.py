"""A visit is passed on to another provider, at the time, in the place and at the price that it has."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, ProviderTaken, Reservation
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.booking_desk import (
    Admission,
    BookingDesk,
    DayIsFull,
    OutsideHours,
    VisitTypeNotOffered,
)
from domain.scheduling.appointments.eligibility import TelehealthConsentMissing
from domain.scheduling.appointments.handover import HeldOtherwise, SameProvider, can_take_over, hand_over
from domain.scheduling.appointments.lifecycle import AppointmentClosed, Party, PatientIsHere, VisitHasBegun
from domain.scheduling.appointments.provider_standing import ProviderSuspended
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.shared.aggregate import Fact
from domain.shared.errors import DomainError
from domain.shared.money import Money
from unit.scheduling.practice import (
    APPOINTMENT,
    CALENDAR,
    DR_CHO,
    DR_LEE,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    NINE,
    OTHER,
    POLICY,
    RULES,
    TEN,
    TOM,
    VIDEO,
    Act,
    arrived,
    booked,
    checked_in,
    desk,
    requested,
    visit,
)
from unit.scheduling.repeating import in_series
from unit.spec import given

JUST_BEFORE = NINE - timedelta(minutes=5)
CHO = replace(CALENDAR, provider=DR_CHO)
PRICED = replace(VIDEO, price=Money(minor=9000, currency="USD"))

with_dr_cho = visit(provider=DR_CHO)
needed = Appointment.ReassignmentNeeded(patient=MIA, provider=DR_LEE, because=ReassignmentCause.PROVIDER_SUSPENDED)
passed_on = Appointment.Reassigned(patient=MIA, visit=with_dr_cho, instead_of=DR_LEE, because=None)


def at_dr_chos(**changed: Any) -> BookingDesk:
    """Stand at Dr Cho's desk five minutes before Mia's visit to Dr Lee, with an empty agenda unless said."""
    return desk(**({"calendar": CHO, "now": JUST_BEFORE} | changed))


def taking_over(**changed: Any) -> Admission:
    """Ask Dr Cho's desk to take Mia's visit over."""
    return hand_over(visit(), at_dr_chos(**changed), IN_GOOD_STANDING, HOME)


def reassigning(to: Admission | None = None, now: datetime = JUST_BEFORE) -> Act:
    """Pass the visit on to Dr Cho, unless said."""
    return lambda appointment: appointment.reassign(to or taking_over(), now)


def test_passing_on() -> None:
    """The visit keeps its time and place, and says who held it before."""
    given(Appointment, booked).when(reassigning()).then(passed_on)


def test_why_it_was_passed_on() -> None:
    """Where another provider was needed, the reason is kept, and the visit needs nobody else any more."""
    because = replace(passed_on, because=ReassignmentCause.PROVIDER_SUSPENDED)
    given(Appointment, booked, needed).when(reassigning()).then(because)
    answers: list[ReassignmentCause | None] = []
    given(Appointment, booked, needed, because).when(lambda one: answers.append(one.needs_reassignment)).then()
    assert answers == [None]


@pytest.mark.parametrize("history", [(requested,), (booked, arrived)], ids=["asked", "arrived"])
def test_a_request_and_a_waiting_patient(history: tuple[Fact, ...]) -> None:
    """A request is passed on too, and so is the visit of a patient who is here already."""
    given(Appointment, *history).when(reassigning()).then(passed_on)


def test_what_was_on_top_of_others() -> None:
    """A visit that the clinic put on top of others takes the other provider's time like any visit."""
    on_top = Appointment.Overbooked(patient=MIA, visit=visit(), lane=1, because="No other time", whereabouts=HOME)
    taken: list[tuple[Reservation, ...]] = []
    given(Appointment, on_top, passed_on).when(lambda one: taken.append(one.reservations())).then()
    assert taken == [with_dr_cho.reservations(APPOINTMENT, MIA)]


def test_in_a_series() -> None:
    """An occurrence that is passed on is an exception of its series: it was agreed on by itself."""
    joined = Appointment.JoinedSeries(occurrence=in_series(1))
    apart = Appointment.SetApart()
    given(Appointment, booked, joined).when(reassigning()).then(passed_on, apart)
    given(Appointment, booked, joined, apart).when(reassigning()).then(passed_on)


def test_to_the_same_provider() -> None:
    """A visit is not passed on to the provider who has it."""
    same = Admission(patient=MIA, visit=visit(), whereabouts=HOME)
    given(Appointment, booked).when(reassigning(same)).then_rejected(SameProvider, provider=DR_LEE)


cancelled = Appointment.Cancelled(patient=MIA, by=Party.CLINIC, late=False)


@pytest.mark.parametrize(
    ("history", "rule"),
    [((cancelled,), AppointmentClosed), ((arrived, checked_in), PatientIsHere)],
    ids=["cancelled", "checked in"],
)
def test_what_is_over_or_has_begun(history: tuple[Fact, ...], rule: type[DomainError]) -> None:
    """What is off stays off, and who is checked in is seen by the provider for whom that was attested."""
    given(Appointment, booked, *history).when(reassigning()).then_rejected(rule)


def test_from_its_start_on() -> None:
    """From its start on a visit is no longer passed on."""
    given(Appointment, booked).when(reassigning(now=NINE)).then_rejected(VisitHasBegun)


def test_terms_for_new_bookings_do_not_count() -> None:
    """Its time was settled before: neither notice nor grid nor horizon keep it from being passed on."""
    strict = replace(POLICY, minimum_notice_minutes=7 * 24 * 60, booking_horizon_days=1, slot_grid_minutes=60)
    at_an_odd_minute = replace(visit(), starts_at=NINE + timedelta(minutes=7))
    for now in (NINE + timedelta(minutes=6, seconds=59), NINE - timedelta(days=30)):
        taken = hand_over(at_an_odd_minute, at_dr_chos(policy=strict, now=now), IN_GOOD_STANDING, HOME)
        assert taken.visit == replace(at_an_odd_minute, provider=DR_CHO)


def test_the_price_stays() -> None:
    """The patient pays what the visit was booked for, whoever holds it."""
    dearer = replace(VIDEO, price=Money(minor=12000, currency="USD"))
    calendar = replace(CHO, visit_types=(dearer,))
    taken = hand_over(visit(visit_type=PRICED), at_dr_chos(calendar=calendar), IN_GOOD_STANDING, HOME)
    assert taken.visit.visit_type == PRICED


def test_buffers_are_the_new_providers() -> None:
    """Time is kept free around the visit as the new provider keeps it."""
    careful = replace(VIDEO, buffer_after_minutes=30)
    calendar = replace(CHO, visit_types=(careful,))
    assert taking_over(calendar=calendar).visit.visit_type == careful
    soon_after = Agenda(visit(NINE + timedelta(minutes=45), provider=DR_CHO).reservations(OTHER, TOM))
    with pytest.raises(ProviderTaken):
        taking_over(calendar=calendar, agenda=soon_after)


REFUSED: list[tuple[dict[str, Any], type[DomainError]]] = [
    ({"agenda": Agenda(with_dr_cho.reservations(OTHER, TOM))}, ProviderTaken),
    ({"calendar": replace(CHO, suspended=True)}, ProviderSuspended),
    ({"calendar": replace(CHO, visit_types=())}, VisitTypeNotOffered),
    ({"calendar": replace(CHO, visit_types=(replace(VIDEO, length_minutes=45),))}, HeldOtherwise),
    ({"calendar": replace(CHO, rules=replace(RULES, weekly=()))}, OutsideHours),
    (
        {
            "policy": replace(POLICY, daily_maximum=1),
            "agenda": Agenda(visit(TEN, provider=DR_CHO).reservations(OTHER, TOM)),
        },
        DayIsFull,
    ),
]


@pytest.mark.parametrize(("changed", "rule"), REFUSED, ids=[rule.__name__ for _, rule in REFUSED])
def test_who_may_not_take_it_over(changed: dict[str, Any], rule: type[DomainError]) -> None:
    """Who is busy, suspended, off, full, or does not hold the visit like this cannot take it over, and is not found."""
    with pytest.raises(rule):
        taking_over(**changed)
    assert not can_take_over(visit(), at_dr_chos(**changed))


def test_what_is_held_otherwise() -> None:
    """Whoever is refused because visits are longer there is told which kind of visit it is about."""
    longer = replace(CHO, visit_types=(replace(VIDEO, length_minutes=45),))
    with pytest.raises(HeldOtherwise) as refusal:
        taking_over(calendar=longer)
    assert refusal.value.details == {"visit_type": VIDEO.code}


def test_who_may_take_it_over() -> None:
    """Who is free, allowed and holds the visit the same way is found."""
    assert can_take_over(visit(), at_dr_chos())


def test_what_protects_the_patient_is_asked_again() -> None:
    """A visit by video is not passed on for a patient who took back the consent to telehealth."""
    silent = replace(IN_GOOD_STANDING, telehealth_consent=False)
    with pytest.raises(TelehealthConsentMissing):
        hand_over(visit(), at_dr_chos(), silent, HOME)
