"""A hold keeps a slot for somebody until it is used, released, or its time is over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from application.scheduling.queries import GetHold
from application.scheduling.slots.place_hold import PlaceHold
from application.scheduling.slots.release_hold import ReleaseHold
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds
from application.shared.actor import Actor
from application.shared.refusals import Forbidden, NotFound
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.eligibility import SiteNotStated
from domain.scheduling.slots.hold import (
    HeldForAnotherPatient,
    HeldForAnotherVisit,
    HoldEnded,
    HoldExpired,
    HoldId,
    HoldStatus,
)
from domain.shared.identifiers import PatientId
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import AT_HOME, ELEVEN, EXAM, MIA, MONDAY_NOON, NINE, TEN, TOM, asking

OVER = timedelta(minutes=10)


async def held(
    clinic: FrontDesk, starts_at: datetime = NINE, patient: PatientId | None = None, by: Actor | None = None
) -> HoldId:
    """Hold a slot, as the front desk unless said."""
    receipt = await clinic.do(PlaceHold(visit=asking(starts_at), patient=patient), by or clinic.desk)
    return HoldId(UUID(receipt["id"]))


async def view(clinic: FrontDesk, hold: HoldId) -> Any:
    """Read a hold as the front desk."""
    return await clinic.ask(GetHold(hold=hold), clinic.desk)


async def test_a_hold_says_how_long_it_lasts() -> None:
    """The answer names the instant at which the slot is free again."""
    clinic = await FrontDesk().opens()
    receipt = await clinic.do(PlaceHold(visit=asking()), clinic.desk)
    assert datetime.fromisoformat(receipt["expires_at"]) == MONDAY_NOON + OVER


async def test_others_are_refused_and_the_holder_books() -> None:
    """While it runs the slot is taken; the booking that uses it takes it over."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic)
    await clinic.refuses(booking(patient=TOM), clinic.desk, ProviderTaken)
    appointment = await clinic.booked(hold=hold)
    shown = await view(clinic, hold)
    assert (shown.status, shown.appointment) == (HoldStatus.USED, appointment)
    assert (await clinic.shown(appointment)).hold == hold


async def test_the_past_of_a_hold() -> None:
    """As of a moment before its release it runs; as of a moment before it was placed, it is unknown."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic)
    clinic.memory.clock.advance(timedelta(minutes=1))
    await clinic.do(ReleaseHold(hold=hold), clinic.desk)
    then = await clinic.ask(GetHold(hold=hold, as_of=MONDAY_NOON), clinic.desk)
    assert (then.status, (await view(clinic, hold)).status) == (HoldStatus.RUNNING, HoldStatus.RELEASED)
    before = GetHold(hold=hold, as_of=MONDAY_NOON - timedelta(minutes=1))
    await clinic.refuses(before, clinic.desk, NotFound)


async def test_in_person_a_site_is_held() -> None:
    """An examination is neither offered nor held where no site is named."""
    clinic = await FrontDesk().opens()
    assert await clinic.free(ELEVEN, visit_type=EXAM.code) == []
    nowhere = PlaceHold(visit=asking(TEN, EXAM, place=AT_HOME))
    await clinic.refuses(nowhere, clinic.desk, SiteNotStated)
    await clinic.do(PlaceHold(visit=asking(TEN, EXAM)), clinic.desk)


async def test_a_hold_is_used_once() -> None:
    """What became of it cannot become it again."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic)
    await clinic.booked(hold=hold)
    await clinic.refuses(booking(TEN, hold=hold), clinic.desk, HoldEnded)


async def test_a_hold_is_for_what_and_whom_it_was_placed() -> None:
    """Another patient or another time is refused, and the hold goes on."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic, patient=MIA)
    await clinic.refuses(booking(patient=TOM, hold=hold), clinic.desk, HeldForAnotherPatient)
    await clinic.refuses(booking(TEN, hold=hold), clinic.desk, HeldForAnotherVisit)
    assert (await view(clinic, hold)).status is HoldStatus.RUNNING


async def test_its_time_is_over() -> None:
    """From then on the slot is anybody's, and the hold cannot be used."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic)
    clinic.memory.clock.advance(OVER)
    await clinic.refuses(booking(hold=hold), clinic.desk, HoldExpired)
    await clinic.booked(patient=TOM)


async def test_released_it_is_free_at_once() -> None:
    """A hold that is given back keeps nothing."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic)
    await clinic.do(ReleaseHold(hold=hold), clinic.desk)
    await clinic.booked()
    await clinic.refuses(ReleaseHold(hold=hold), clinic.desk, HoldEnded)


async def test_a_patient_holds_for_themselves() -> None:
    """Whom it is for goes without saying, and nobody else is possible."""
    clinic = await FrontDesk().opens()
    hold = await held(clinic, by=clinic.mia)
    assert (await view(clinic, hold)).patient == MIA
    await clinic.refuses(PlaceHold(visit=asking(TEN), patient=TOM), clinic.mia, NotFound)
    await clinic.refuses(GetHold(hold=hold), clinic.tom, NotFound)
    await clinic.refuses(ReleaseHold(hold=hold), clinic.tom, NotFound)


async def test_tidying_notes_what_is_over() -> None:
    """The schedule writes down which holds nobody used, and touches no other."""
    clinic = await FrontDesk().opens()
    over = await held(clinic)
    clinic.memory.clock.advance(OVER)
    running = await held(clinic, TEN)
    receipt = await clinic.do(TidyExpiredHolds(), clinic.system)
    assert (receipt["expired"], receipt["more"]) == (1, False)
    assert (await view(clinic, over)).status is HoldStatus.EXPIRED
    assert (await view(clinic, running)).status is HoldStatus.RUNNING
    assert (await clinic.do(TidyExpiredHolds(), clinic.system))["expired"] == 0


async def test_only_the_system_tidies() -> None:
    """Nobody else has a reason to."""
    clinic = await FrontDesk().opens()
    await clinic.refuses(TidyExpiredHolds(), clinic.owner, Forbidden)
