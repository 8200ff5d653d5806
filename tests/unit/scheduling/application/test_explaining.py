"""Explaining what is not offered and what was refused, to those whom it concerns."""

from typing import Any
from uuid import UUID, uuid4

from application.scheduling.queries import ExplainRefusal, ExplainSlot
from application.scheduling.slots.views import RefusalView, SlotExplanationView
from application.shared.actor import Actor
from application.shared.refusals import NotFound
from domain.identity.clinic import Clinic
from domain.scheduling.appointments.agenda import ProviderTaken
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from unit.application_harness import somebody
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import (
    DOWNTOWN,
    DR_CHO,
    DR_LEE,
    EXAM,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    ROOM_A,
    ROOM_B,
    TEN,
    TOM,
    VIDEO,
)

HOME: dict[str, Any] = {"visit_type": VIDEO.code, "jurisdiction": "US-NY", "zone": NEW_YORK.name}


async def explained(clinic: FrontDesk, by: Actor, **asked: Any) -> SlotExplanationView:
    """Ask about nine o'clock at Dr Lee's."""
    usual: dict[str, Any] = {"provider": DR_LEE, "starts_at": NINE}
    query = ExplainSlot(**(usual | HOME | asked))
    view: SlotExplanationView = await clinic.ask(query, by)
    return view


async def test_a_slot_that_is_free() -> None:
    """It can be booked, from nine to half past."""
    clinic = await FrontDesk().opens()
    told = await explained(clinic, clinic.desk)
    assert (told.bookable, told.hindrances, told.room) == (True, (), None)
    assert (told.occupied_from, told.occupied_until) == (told.starts_at, told.ends_at)


async def test_a_slot_that_is_taken() -> None:
    """Each hindrance comes with its rule, what the rule looked at, and what can be done."""
    clinic = await FrontDesk().opens()
    await clinic.booked(patient=TOM)
    told = await explained(clinic, clinic.mia)
    (taken,) = told.hindrances
    assert (told.bookable, taken.type, taken.code) == (False, f"/problems/{ProviderTaken.code}", ProviderTaken.code)
    assert (taken.title, taken.detail) == (ProviderTaken.rule(), ProviderTaken.mend)
    assert taken.facts == {"resource": "provider", "starts_at": NINE, "ends_at": told.ends_at}


async def test_a_patient_asks_for_themselves() -> None:
    """Mia, who is elsewhere at nine, hears it; the front desk hears it when it asks for her."""
    clinic = await FrontDesk().opens()
    await clinic.booked(provider=DR_CHO)
    for by, patient in ((clinic.mia, None), (clinic.mia, MIA), (clinic.desk, MIA)):
        told = await explained(clinic, by, patient=patient)
        assert [one.code for one in told.hindrances] == ["scheduling.patient-taken"]
    assert (await explained(clinic, clinic.desk)).bookable


async def test_others_are_not_asked_about() -> None:
    """Nobody hears from a slot whether another patient has consented or is free; nor of another clinician's time."""
    clinic = await FrontDesk().opens()
    asked: dict[str, Any] = {"provider": DR_LEE, "starts_at": NINE} | HOME
    await clinic.refuses(ExplainSlot(**asked, patient=TOM), clinic.mia, NotFound)
    await clinic.refuses(ExplainSlot(**asked | {"provider": DR_CHO}), clinic.dr_lee, NotFound)
    await clinic.refuses(ExplainSlot(**asked, patient=PatientId(uuid4())), clinic.desk, NotFound)
    assert (await explained(clinic, clinic.dr_lee, patient=TOM)).bookable


async def test_in_person_a_room_is_named() -> None:
    """The free one; once there is none, why the slot is not offered."""
    clinic = await FrontDesk().opens()
    await clinic.booked(TEN, visit_type=EXAM, provider=DR_CHO, room=ROOM_A)
    asked: dict[str, Any] = {"starts_at": TEN, "visit_type": EXAM.code, "site": DOWNTOWN}
    told = await explained(clinic, clinic.desk, **asked)
    assert (told.bookable, told.room) == (True, ROOM_B)
    clinic.tell(Clinic, clinic.clinic, Clinic.RoomRetired(room_id=ROOM_B))
    told = await explained(clinic, clinic.desk, **asked)
    assert [one.code for one in told.hindrances] == ["scheduling.room-taken"]
    gone = ExplainSlot(provider=DR_LEE, room=ROOM_B, **asked)
    await clinic.refuses(gone, clinic.desk, NotFound)


async def test_what_is_not_offered_has_no_length() -> None:
    """Of visits that the provider does not offer it is told that, and no end."""
    clinic = await FrontDesk().opens()
    told = await explained(clinic, clinic.desk, visit_type="massage", room=ROOM_A)
    assert [one.code for one in told.hindrances] == ["scheduling.visit-type-not-offered"]
    assert (told.ends_at, told.occupied_from, told.occupied_until, told.room) == (None, None, None, ROOM_A)


async def refused(clinic: FrontDesk, by: Actor) -> UUID:
    """Have a booking of Mia's refused, and give the request in which it was."""
    await clinic.refuses(booking(), by, ProviderTaken)
    return clinic.memory.log.entries[-1].execution.correlation_id


async def test_why_a_command_was_refused() -> None:
    """Who was refused, the front desk and the owner hear which rule it was, when, and what can be done."""
    clinic = await FrontDesk().opens()
    await clinic.booked(patient=TOM)
    request = await refused(clinic, clinic.mia)
    for by in (clinic.mia, clinic.desk, clinic.owner):
        told: RefusalView = await clinic.ask(ExplainRefusal(refusal=request), by)
        assert (told.id, told.operation, told.refused_at) == (request, "scheduling.book-appointment", MONDAY_NOON)
        assert (told.code, told.type) == (ProviderTaken.code, f"/problems/{ProviderTaken.code}")
        assert (told.title, told.detail) == (ProviderTaken.rule(), ProviderTaken.mend)


async def test_others_refusals_are_not_explained() -> None:
    """To another patient or clinician, and at another clinic, there is no such refusal."""
    clinic = await FrontDesk().opens()
    await clinic.booked(patient=TOM)
    request = await refused(clinic, clinic.mia)
    stranger = somebody(clinic.memory.open_clinic(), Role.OWNER)
    for by in (clinic.tom, clinic.dr_lee, stranger):
        await clinic.refuses(ExplainRefusal(refusal=request), by, NotFound)


async def test_what_was_not_refused_is_not_explained() -> None:
    """A command that took effect, a request of nobody's, and what another context refused."""
    clinic = await FrontDesk().opens()
    await clinic.booked()
    done = clinic.memory.log.entries[-1].execution
    elsewhere = done.correlation_id
    await clinic.refuses(ExplainRefusal(refusal=elsewhere), clinic.owner, NotFound)
    await clinic.refuses(ExplainRefusal(refusal=uuid4()), clinic.owner, NotFound)
