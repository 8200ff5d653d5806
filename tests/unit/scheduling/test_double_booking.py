"""Nothing is taken twice: no provider, no room, no patient."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import (
    Agenda,
    PatientTaken,
    ProviderTaken,
    Reservation,
    Resource,
    ResourceKind,
    RoomTaken,
)
from domain.scheduling.slots.stretch import Stretch
from domain.shared.errors import DomainError
from unit.scheduling.practice import (
    APPOINTMENT,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    MONDAY_NOON,
    NINE,
    OTHER,
    ROOM_A,
    ROOM_B,
    TEN,
    TOM,
    asking,
    desk,
    visit,
)

HALF_PAST = NINE + timedelta(minutes=30)
THIS = Resource(kind=ResourceKind.PROVIDER, id=DR_LEE)

toms_visit = Agenda(visit().reservations(OTHER, TOM))
toms_exam = Agenda(visit(TEN, EXAM, room=ROOM_A).reservations(OTHER, TOM))


def claiming(agenda: Agenda, *claims: Reservation) -> type[DomainError] | None:
    """Claim time at noon on Monday and give the rule that stood in the way."""
    try:
        agenda.demand_free(claims, MONDAY_NOON)
    except DomainError as refusal:
        return type(refusal)
    return None


def test_a_provider_sees_one_patient_at_a_time() -> None:
    """Nobody else is booked with a provider who has a visit then; the refusal says when the provider is taken."""
    with pytest.raises(ProviderTaken) as refusal:
        desk(agenda=toms_visit).admit(asking(NINE + timedelta(minutes=15)), IN_GOOD_STANDING, HOME)
    assert refusal.value.details == {"resource": "provider", "starts_at": NINE, "ends_at": HALF_PAST}


def test_a_room_serves_one_visit_at_a_time() -> None:
    """Two providers do not use one room at once."""
    with_dr_cho = visit(TEN, EXAM, provider=DR_CHO, room=ROOM_A)
    assert claiming(toms_exam, *with_dr_cho.reservations(APPOINTMENT, MIA)) is RoomTaken
    next_door = replace(with_dr_cho, room=ROOM_B)
    assert claiming(toms_exam, *next_door.reservations(APPOINTMENT, MIA)) is None


def test_a_patient_has_one_visit_at_a_time() -> None:
    """Two providers do not see one patient at once."""
    with_dr_cho = visit(provider=DR_CHO)
    assert claiming(toms_visit, *with_dr_cho.reservations(APPOINTMENT, TOM)) is PatientTaken


def test_back_to_back() -> None:
    """One visit may begin when another ends."""
    assert claiming(toms_visit, *visit(HALF_PAST).reservations(APPOINTMENT, MIA)) is None


@pytest.mark.parametrize("minutes", [-30, 30], ids=["before", "after"])
def test_buffers_keep_the_provider_free(minutes: int) -> None:
    """The time before and after an exam belongs to the exam: nobody else is seen in it."""
    near = visit(TEN + timedelta(minutes=minutes)).reservations(APPOINTMENT, MIA)
    assert claiming(toms_exam, *near) is ProviderTaken


def test_buffers_leave_the_patient_free() -> None:
    """The patient of an exam is free during its buffers, and may see somebody else right after."""
    right_after = visit(TEN + timedelta(minutes=30), provider=DR_CHO).reservations(APPOINTMENT, TOM)
    assert claiming(toms_exam, *right_after) is None


def test_a_running_hold_counts() -> None:
    """A slot that is held is taken."""
    held = Agenda(visit().reservations(OTHER, None, expires_at=MONDAY_NOON + timedelta(seconds=1)))
    assert claiming(held, *visit().reservations(APPOINTMENT, MIA)) is ProviderTaken


def test_an_expired_hold_does_not_count() -> None:
    """From the moment at which a hold expires its slot is free."""
    held = Agenda(visit().reservations(OTHER, TOM, expires_at=MONDAY_NOON))
    assert claiming(held, *visit().reservations(APPOINTMENT, MIA)) is None


def test_booking_what_one_holds() -> None:
    """The hold that a booking uses does not stand in its way."""
    held = Agenda(visit().reservations(OTHER, MIA, expires_at=TEN))
    with pytest.raises(ProviderTaken):
        desk(agenda=held).admit(asking(), IN_GOOD_STANDING, HOME)
    desk(agenda=held.without(OTHER)).admit(asking(), IN_GOOD_STANDING, HOME)


def test_a_deliberate_overbooking_has_a_lane_of_its_own() -> None:
    """Reservations exclude each other within a lane only."""
    assert claiming(toms_visit, *visit().reservations(APPOINTMENT, MIA, lane=1)) is None


def test_taking_a_free_time() -> None:
    """What is reserved stands in everybody else's way from then on."""
    agenda = Agenda().reserve(visit().reservations(OTHER, TOM), MONDAY_NOON)
    assert agenda == toms_visit
    assert claiming(agenda, *visit().reservations(APPOINTMENT, MIA)) is ProviderTaken


def test_taking_what_a_hold_gave_back() -> None:
    """A time whose hold ran out is taken, and the hold is gone with it."""
    held = Agenda(visit().reservations(OTHER, TOM, expires_at=MONDAY_NOON))
    hers = visit().reservations(APPOINTMENT, MIA)
    assert held.reserve(hers, MONDAY_NOON) == Agenda(hers)


def test_taking_another_time() -> None:
    """Who reserves another time gives up the first one in the same step."""
    agenda = toms_visit.reserve(visit(HALF_PAST).reservations(OTHER, TOM), MONDAY_NOON)
    assert agenda == Agenda(visit(HALF_PAST).reservations(OTHER, TOM))


def test_a_refused_reservation_takes_nothing() -> None:
    """Where one of several resources is taken, none is reserved."""
    with pytest.raises(PatientTaken):
        toms_visit.reserve(visit(provider=DR_CHO).reservations(APPOINTMENT, TOM), MONDAY_NOON)
    assert toms_visit == Agenda(visit().reservations(OTHER, TOM))


def test_the_first_thing_in_the_way_is_named() -> None:
    """Of several visits in the way the refusal names the earliest."""
    full = Agenda((*visit(HALF_PAST).reservations(APPOINTMENT, MIA), *visit(NINE).reservations(OTHER, TOM)))
    an_hour = visit(NINE, replace(EXAM, length_minutes=60)).reservations(MIA, None)
    (refusal,) = full.refusals(an_hour, MONDAY_NOON)
    assert refusal.details["starts_at"] == NINE


def test_reading_when_a_provider_is_taken() -> None:
    """The times at which a provider is taken come in order, with buffers, without holds that ran out."""
    agenda = Agenda(
        (
            *visit(TEN, EXAM, room=ROOM_A).reservations(OTHER, TOM),
            *visit(NINE).reservations(APPOINTMENT, MIA),
            *visit(NINE + timedelta(hours=4)).reservations(OTHER, TOM, expires_at=MONDAY_NOON),
        )
    )
    quarter = timedelta(minutes=15)
    assert agenda.taken(THIS, MONDAY_NOON) == (Stretch(NINE, HALF_PAST), Stretch(TEN - quarter, TEN + 3 * quarter))
