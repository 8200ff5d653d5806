"""A record is held for a legal matter, and let go of when that is over."""

from uuid import UUID

from domain.patients.legal_hold import LegalHold, LegalHoldId, LegalHoldLifted
from domain.shared.identifiers import AccountId, PatientId
from unit.patients.people import NINE, TEN
from unit.spec import STREAM, given

PATIENT, OWNER = PatientId(UUID(int=51)), AccountId(UUID(int=52))
MATTER = "Sanchez v. Lakeshore Health Plan"

placed = LegalHold.Placed(patient=PATIENT, matter=MATTER, placed_by=OWNER, placed_at=NINE)
lifted = LegalHold.Lifted(lifted_by=OWNER, lifted_at=TEN)


def test_a_record_is_held() -> None:
    """A record is held for a matter, as the case calls it."""
    given().when(lambda: LegalHold.place(LegalHoldId(STREAM), PATIENT, MATTER, OWNER, now=NINE)).then(placed)


def test_a_hold_is_lifted() -> None:
    """When the matter is over the hold is lifted."""
    given(LegalHold, placed).when(lambda hold: hold.lift(OWNER, now=TEN)).then(lifted)


def test_a_hold_is_lifted_once() -> None:
    """What was lifted is not lifted again."""
    twice = given(LegalHold, placed, lifted).when(lambda hold: hold.lift(OWNER, now=TEN))
    twice.then_rejected(LegalHoldLifted, lifted_at=TEN)
