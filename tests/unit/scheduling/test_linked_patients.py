"""Linked records are of one person: booked on the record that stays, and in one place at a time."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, PatientTaken
from domain.scheduling.appointments.eligibility import PatientIsLinked
from domain.scheduling.slots.explanation import explain
from domain.shared.identifiers import PatientId
from unit.scheduling.practice import (
    APPOINTMENT,
    DR_CHO,
    IN_GOOD_STANDING,
    MIA,
    MONDAY_NOON,
    OTHER,
    TOM,
    asking,
    desk,
    visit,
)

MIA_AGAIN = PatientId(UUID(int=77))
TOGETHER = (MIA, MIA_AGAIN)

elsewhere = Agenda(visit(provider=DR_CHO).reservations(OTHER, MIA_AGAIN))


def test_a_visit_on_the_duplicate_is_in_the_way() -> None:
    """What is booked on a duplicate is taken from the person, whichever record is booked next."""
    claims = visit().reservations(APPOINTMENT, MIA)
    elsewhere.demand_free(claims, MONDAY_NOON)
    with pytest.raises(PatientTaken):
        elsewhere.of_one_person(MIA, TOGETHER).demand_free(claims, MONDAY_NOON)


def test_others_are_not_in_the_way() -> None:
    """What another patient's record takes is not taken from this person."""
    toms = Agenda(visit(provider=DR_CHO).reservations(OTHER, TOM)).of_one_person(MIA, TOGETHER)
    toms.demand_free(visit().reservations(APPOINTMENT, MIA), MONDAY_NOON)


def test_the_duplicate_is_not_booked() -> None:
    """A new visit is not booked on a duplicate; the refusal names the record that stays."""
    with pytest.raises(PatientIsLinked) as refusal:
        replace(IN_GOOD_STANDING, patient=MIA_AGAIN, records=TOGETHER).demand_survivor()
    assert refusal.value.details == {"patient": MIA}


@pytest.mark.parametrize("records", [(), TOGETHER])
def test_the_survivor_is_booked(records: tuple[PatientId, ...]) -> None:
    """The record that stays is booked as ever, as is one that is linked with none."""
    replace(IN_GOOD_STANDING, records=records).demand_survivor()


def test_the_duplicate_is_explained() -> None:
    """Why a slot is not for a duplicate is told before anything else: another record stays."""
    of_duplicate = replace(IN_GOOD_STANDING, patient=MIA_AGAIN, records=TOGETHER)
    [first, *_] = explain(desk(), asking(), of_duplicate).hindrances
    assert isinstance(first, PatientIsLinked)
