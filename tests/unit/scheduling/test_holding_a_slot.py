"""Keeping a slot free for a few minutes while a booking is completed."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.slots.hold import (
    HeldForAnotherPatient,
    HeldForAnotherVisit,
    Hold,
    HoldEnded,
    HoldExpired,
    HoldId,
    HoldStillRuns,
)
from domain.shared.money import Money
from unit.scheduling.practice import (
    APPOINTMENT,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    POLICY,
    ROOM_A,
    TEN,
    TOM,
    VIDEO,
    HoldAct,
    admission,
    visit,
)
from unit.spec import STREAM, given

HOLD = HoldId(STREAM)
TEN_PAST = MONDAY_NOON + timedelta(minutes=10)

placed = Hold.Placed(patient=MIA, visit=visit(), expires_at=TEN_PAST)
placed_for_anybody = Hold.Placed(patient=None, visit=visit(), expires_at=TEN_PAST)
used = Hold.Used(appointment=APPOINTMENT)
released = Hold.Released()
expired = Hold.Expired()


def using(admitted: Admission | None = None, now: datetime = MONDAY_NOON) -> HoldAct:
    """Complete the booking, for what is held unless said."""
    return lambda hold: hold.use(APPOINTMENT, admitted or admission(), now=now)


def test_placing() -> None:
    """A slot is held for as long as the clinic's policy says."""
    given().when(lambda: Hold.place(HOLD, visit(), MIA, POLICY.hold_ends(MONDAY_NOON))).then(placed)


def test_using() -> None:
    """A hold becomes an appointment up to its last moment."""
    given(Hold, placed).when(using(now=TEN_PAST - timedelta(microseconds=1))).then(used)


def test_using_too_late() -> None:
    """A hold can be used only until it expires."""
    given(Hold, placed).when(using(now=TEN_PAST)).then_rejected(HoldExpired, expired_at=TEN_PAST)


def test_using_for_somebody_else() -> None:
    """A hold can be used only for the patient for whom it was placed."""
    given(Hold, placed).when(using(admission(patient=TOM))).then_rejected(HeldForAnotherPatient)


def test_using_for_whoever_comes() -> None:
    """A slot held before the patient was known can be used for any patient."""
    given(Hold, placed_for_anybody).when(using(admission(patient=TOM))).then(used)


def test_using_for_another_time() -> None:
    """A hold can be used only for the visit that it holds."""
    given(Hold, placed).when(using(admission(TEN))).then_rejected(HeldForAnotherVisit)


def test_using_for_another_room() -> None:
    """A hold for no room does not give one."""
    given(Hold, placed).when(using(admission(room=ROOM_A))).then_rejected(HeldForAnotherVisit)


def test_settling_the_rest_while_it_is_held() -> None:
    """The patient may still say where they will be, and the price may still change, while a slot is held."""
    dearer = replace(VIDEO, price=Money(minor=9000, currency="USD"))
    elsewhere = VisitPlace(jurisdiction="US-NJ", zone=NEW_YORK)
    given(Hold, placed).when(using(admission(visit_type=dearer, place=elsewhere))).then(used)


def test_releasing() -> None:
    """Who changes their mind gives the slot back."""
    given(Hold, placed).when(lambda hold: hold.release()).then(released)


def test_using_what_was_released() -> None:
    """A hold that was released is over."""
    given(Hold, placed, released).when(using()).then_rejected(HoldEnded, state="released")


def test_using_twice() -> None:
    """One hold becomes one appointment."""
    given(Hold, placed, used).when(using()).then_rejected(HoldEnded, state="used")


def test_releasing_what_expired() -> None:
    """A hold that expired cannot be released."""
    given(Hold, placed, expired).when(lambda hold: hold.release()).then_rejected(HoldEnded, state="expired")


def test_expiring() -> None:
    """When its time is over, a hold is noted as expired."""
    given(Hold, placed).when(lambda hold: hold.expire(now=TEN_PAST)).then(expired)


def test_expiring_too_soon() -> None:
    """A hold does not expire before its time."""
    sooner = TEN_PAST - timedelta(seconds=1)
    given(Hold, placed).when(lambda hold: hold.expire(now=sooner)).then_rejected(HoldStillRuns, expires_at=TEN_PAST)


def test_what_a_hold_takes() -> None:
    """While it runs a hold takes the provider and the patient, until it expires; once it is over, nothing."""
    hold = Hold.place(HOLD, visit(), MIA, TEN_PAST)
    assert hold.reservations() == visit().reservations(HOLD, MIA, expires_at=TEN_PAST)
    hold.release()
    assert hold.reservations() == ()


def test_which_appointment_used_it() -> None:
    """A used hold knows its appointment."""
    hold = Hold.place(HOLD, visit(), MIA, TEN_PAST)
    hold.use(APPOINTMENT, admission(), now=MONDAY_NOON)
    assert hold.appointment == APPOINTMENT
