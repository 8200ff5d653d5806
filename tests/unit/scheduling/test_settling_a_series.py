"""Many visits asked for at once: which of them fit, and what stands against the others."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, Reservation
from domain.scheduling.appointments.booking_desk import BookingDesk, VisitTypeNotOffered
from domain.scheduling.appointments.eligibility import PatientStanding, SiteNotStated, WhereaboutsNotStated
from domain.scheduling.series.desk import OnConflict, SeriesConflicts, Settlement, Wanted, settle
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId
from domain.shared.practice import PracticeRight
from unit.scheduling.practice import (
    AT_HOME,
    CALENDAR,
    EXAM,
    IN_GOOD_STANDING,
    MIA,
    NINE,
    OTHER,
    POLICY,
    TOM,
    asking,
    at,
    desk,
    visit,
)
from unit.scheduling.repeating import FIRST, SECOND, THIRD, wanting

THREE = (wanting(FIRST, 1), wanting(SECOND, 2), wanting(THIRD, 3))


def moving(appointment: AppointmentId, number: int) -> Wanted:
    """Move a visit to the Tuesday after the one on which it is."""
    now = visit(wanting(appointment, number).request.starts_at)
    return wanting(appointment, number + 1, takes_now=now.reservations(appointment, MIA))


MOVING = (moving(FIRST, 1), moving(SECOND, 2))
TAKEN_NOW = tuple(reservation for one in MOVING for reservation in one.takes_now)


def settled(*wanted: Wanted, standing: PatientStanding = IN_GOOD_STANDING, **changed: Any) -> Settlement:
    """Ask the desk about all of them at once."""
    return settle(desk(**changed), wanted, standing)


def admitted(settlement: Settlement) -> list[AppointmentId]:
    """Name those that fit."""
    return [one.id for one, _ in settlement.admitted]


def reasons(settlement: Settlement) -> list[tuple[date, str]]:
    """Give the day of each that does not fit, and why."""
    return [(conflict.slot.day, conflict.rule) for conflict in settlement.conflicts]


def toms(number: int) -> tuple[Reservation, ...]:
    """Have Tom booked on one of the Tuesdays at nine."""
    return visit(wanting(FIRST, number).request.starts_at).reservations(OTHER, TOM)


def test_all_of_them_fit() -> None:
    """Three free Tuesdays are three visits."""
    settlement = settled(*THREE)
    assert admitted(settlement) == [FIRST, SECOND, THIRD]
    settlement.demand(OnConflict.REFUSE)


def test_one_is_taken() -> None:
    """Of three Tuesdays the second is Tom's: the series is told of that day, and by which rule."""
    settlement = settled(*THREE, agenda=Agenda(toms(2)))
    assert reasons(settlement) == [(date(2030, 5, 21), "scheduling.provider-taken")]
    with pytest.raises(SeriesConflicts) as refusal:
        settlement.demand(OnConflict.REFUSE)
    assert refusal.value.details == {"conflicts": settlement.conflicts}


def test_what_fits_is_enough() -> None:
    """Whoever may leave out what conflicts has the first and the third Tuesday."""
    settlement = settled(*THREE, agenda=Agenda(toms(2)))
    settlement.demand(OnConflict.SKIP)
    assert admitted(settlement) == [FIRST, THIRD]


def test_nothing_fits() -> None:
    """A series of which nothing fits is no series, even if all may be left out."""
    settlement = settled(wanting(FIRST, 1), agenda=Agenda(toms(1)))
    with pytest.raises(SeriesConflicts):
        settlement.demand(OnConflict.SKIP)


def test_each_day_has_its_own_reason() -> None:
    """Too soon, outside the hours, no longer licensed, beyond the horizon: each day is refused by its own rule."""
    until_june = PracticeRight(jurisdiction="US-NY", valid_from=date(2020, 1, 1), valid_until=date(2030, 5, 31))
    wanted = (wanting(FIRST, 1), wanting(SECOND, 2, "20:00"), wanting(THIRD, 4), wanting(OTHER, 20))
    settlement = settled(
        *wanted,
        calendar=replace(CALENDAR, authorities=(until_june,)),
        policy=replace(POLICY, minimum_notice_minutes=24 * 60),
    )
    assert [rule for _, rule in reasons(settlement)] == [
        "scheduling.notice-too-short",
        "scheduling.outside-hours",
        "scheduling.not-authorized-there",
        "scheduling.not-authorized-there",
    ]
    unlimited = settled(wanting(OTHER, 20))
    assert reasons(unlimited) == [(date(2030, 9, 24), "scheduling.beyond-horizon")]


def test_without_consent_no_day_fits() -> None:
    """What the patient has not agreed to stands against each visit."""
    settlement = settled(
        *THREE, standing=PatientStanding(patient=MIA, telehealth_consent=False, identity_verified=True)
    )
    assert {rule for _, rule in reasons(settlement)} == {"scheduling.telehealth-consent-missing"}


def test_occurrences_stand_in_each_others_way() -> None:
    """Two visits of one series at the same time are one too many."""
    for owner in (OTHER, FIRST):
        settlement = settled(wanting(FIRST, 1), wanting(SECOND, 1, "09:15"), owner=owner)
        assert reasons(settlement) == [(date(2030, 5, 14), "scheduling.provider-taken")]


def test_occurrences_fill_a_day() -> None:
    """Where a provider sees one patient a day, a second visit of the series on that day is one too many."""
    settlement = settled(wanting(FIRST, 1), wanting(SECOND, 1, "14:00"), policy=replace(POLICY, daily_maximum=1))
    assert reasons(settlement) == [(date(2030, 5, 14), "scheduling.day-is-full")]


def test_moving_onto_each_others_time() -> None:
    """A series that moves by a week takes the times that it gives back itself."""
    assert admitted(settled(*MOVING, agenda=Agenda(TAKEN_NOW))) == [FIRST, SECOND]


def test_who_stays_keeps_their_time() -> None:
    """Where the third Tuesday is Tom's, the second visit stays, and so the first cannot have its time either."""
    settlement = settled(*MOVING, agenda=Agenda((*TAKEN_NOW, *toms(3))))
    assert (admitted(settlement), len(settlement.conflicts)) == ([], 2)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"request": asking(NINE, EXAM, place=AT_HOME)}, SiteNotStated),
        ({"request": asking(NINE, replace(EXAM, code="surgery"))}, VisitTypeNotOffered),
        ({"whereabouts": None}, WhereaboutsNotStated),
    ],
    ids=["no site", "not offered", "no whereabouts"],
)
def test_what_is_wrong_with_all_is_no_conflict_of_one(wrong: dict[str, Any], rule: type[DomainError]) -> None:
    """A kind of visit that is not offered, or a patient who does not say where they will be, is told outright."""
    with pytest.raises(rule):
        settled(wanting(FIRST, 1, **wrong))


def test_the_desk_of_a_series_belongs_to_nobody() -> None:
    """Each visit is decided on as its own: what it takes now is not in its way."""
    its_own = visit(NINE).reservations(FIRST, MIA)
    half_past: BookingDesk = desk(agenda=Agenda(its_own))
    moved = wanting(FIRST, 1, "09:15", takes_now=its_own)
    (admission,) = (admission for _, admission in settle(half_past, (moved,), IN_GOOD_STANDING).admitted)
    assert admission.visit.starts_at == at("2030-05-14 09:15")
