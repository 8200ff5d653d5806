"""A booking takes provider, room and patient together, or nothing."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from application.scheduling.queries import GetAppointment, ListAppointments
from application.shared.refusals import NotFound
from domain.patients.consent import ConsentKind, SaidByPatient
from domain.patients.patient import Patient
from domain.scheduling.appointments.agenda import PatientTaken, ProviderTaken, RoomTaken
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.booking_desk import DayIsFull
from domain.scheduling.appointments.eligibility import TelehealthConsentMissing
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import TimeZone
from unit.scheduling.application.front_desk import FrontDesk, booking
from unit.scheduling.practice import (
    AT_HOME,
    DOWNTOWN,
    DR_CHO,
    DR_LEE,
    ELEVEN,
    EXAM,
    HOME,
    MIA,
    MONDAY_NOON,
    NINE,
    ROOM_A,
    ROOM_B,
    TEN,
    TOM,
)

HALF = timedelta(minutes=30)
NOBODY = UUID(int=99)


async def test_what_was_booked_is_read() -> None:
    """The appointment shows who sees whom, when, where, and why."""
    clinic = await FrontDesk().opens()
    shown = await clinic.shown(await clinic.booked(reason="The cough is back"))
    assert (shown.status, shown.patient, shown.provider) == (AppointmentStatus.BOOKED, MIA, DR_LEE)
    assert (shown.starts_at, shown.ends_at) == (NINE, NINE + HALF)
    assert (shown.whereabouts, shown.reason) == (HOME, "The cough is back")


async def test_a_taken_slot_comes_with_free_ones() -> None:
    """Who comes second is offered the provider's next free slots, clear of the patient's own visits."""
    clinic = await FrontDesk().opens()
    await clinic.booked()
    await clinic.booked(TEN, patient=TOM, provider=DR_CHO)
    refused = await clinic.refuses(booking(patient=TOM), clinic.desk, ProviderTaken)
    offered = [slot.starts_at for slot in refused["next_free"]]
    assert offered == [NINE + HALF, TEN + HALF, *(TEN + HALF + timedelta(minutes=15 * n) for n in (1, 2, 3))]
    assert all(slot.provider == DR_LEE for slot in refused["next_free"])


async def test_nobody_is_in_two_places() -> None:
    """A patient has one visit at a time, whoever sees them."""
    clinic = await FrontDesk().opens()
    await clinic.booked()
    await clinic.refuses(booking(provider=DR_CHO), clinic.desk, PatientTaken)


async def test_a_room_serves_one_visit_at_a_time() -> None:
    """A second examination at the same time needs the other room."""
    clinic = await FrontDesk().opens()
    await clinic.booked(TEN, visit_type=EXAM, room=ROOM_A)
    second: dict[str, Any] = {"visit_type": EXAM, "patient": TOM, "provider": DR_CHO}
    await clinic.refuses(booking(TEN, room=ROOM_A, **second), clinic.desk, RoomTaken)
    await clinic.booked(TEN, room=ROOM_B, **second)


async def test_many_want_one_slot() -> None:
    """Of twenty who ask at once, one is booked."""
    clinic = await FrontDesk().opens()
    asked = [clinic.do(booking(patient=patient), clinic.desk) for patient in (MIA, TOM) * 10]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, dict) for answer in answers) == 1
    assert {type(answer) for answer in answers} == {dict, ProviderTaken}
    page = await clinic.ask(ListAppointments(), clinic.desk)
    assert len(page.items) == 1


async def test_a_site_has_its_own_law() -> None:
    """In person the site's jurisdiction and clock hold, whatever the request says of them."""
    clinic = await FrontDesk().opens()
    stated = VisitPlace(jurisdiction="US-CA", zone=TimeZone(name="America/Los_Angeles"), site=DOWNTOWN)
    shown = await clinic.shown(await clinic.booked(TEN, visit_type=EXAM, place=stated))
    assert (shown.place.jurisdiction, shown.place.zone.name) == ("US-NY", "America/New_York")


@pytest.mark.parametrize(
    "unknown",
    [
        {"patient": PatientId(NOBODY)},
        {"provider": ProviderId(NOBODY)},
        {"room": RoomId(NOBODY)},
        {"place": msgspec.structs.replace(AT_HOME, site=SiteId(NOBODY))},
    ],
)
async def test_what_the_clinic_does_not_have_is_not_found(unknown: dict[str, Any]) -> None:
    """A patient, provider, room or site of nobody's is unknown."""
    clinic = await FrontDesk().opens()
    await clinic.refuses(booking(**unknown), clinic.desk, NotFound)


async def test_consent_is_asked_of_the_registry() -> None:
    """Whoever took back the consent to telehealth is not booked for video."""
    clinic = await FrontDesk().opens()
    withdrawn = Patient.ConsentWithdrawn(
        kind=ConsentKind.TELEHEALTH, withdrawn_by=SaidByPatient(), withdrawn_at=MONDAY_NOON
    )
    clinic.tell(Patient, MIA, withdrawn)
    await clinic.refuses(booking(), clinic.desk, TelehealthConsentMissing)


async def test_authority_is_asked_of_the_directory() -> None:
    """A patient who will be in California needs a provider who may practise there."""
    clinic = await FrontDesk().opens()
    in_california = msgspec.structs.replace(AT_HOME, jurisdiction="US-CA")
    refused = await clinic.refuses(booking(place=in_california), clinic.desk, NotAuthorizedThere)
    assert "next_free" not in refused


async def test_a_full_day_offers_the_next() -> None:
    """Where the provider's day is full, the next free slots are those of the day after."""
    clinic = await FrontDesk().opens()
    await clinic.has(daily_maximum=1)
    await clinic.booked()
    refused = await clinic.refuses(booking(ELEVEN, patient=TOM), clinic.desk, DayIsFull)
    assert refused["next_free"][0].starts_at == NINE + timedelta(days=1)


async def test_a_rehearsal_keeps_nothing() -> None:
    """A dry run says yes or no, and the slot stays free."""
    clinic = await FrontDesk().opens()
    await clinic.do(booking(), clinic.desk, dry_run=True)
    await clinic.booked(patient=TOM)
    await clinic.refuses(booking(), clinic.desk, ProviderTaken, dry_run=True)


async def test_the_past_of_an_appointment() -> None:
    """As of a moment before it was made, it is unknown."""
    clinic = await FrontDesk().opens()
    appointment = await clinic.booked()
    before = clinic.memory.clock.at - timedelta(seconds=1)
    await clinic.refuses(GetAppointment(appointment=appointment, as_of=before), clinic.desk, NotFound)


async def test_refusals_leave_a_trace() -> None:
    """The audit trail names the rule that said no."""
    clinic = await FrontDesk().opens()
    await clinic.booked()
    rule: type[DomainError] = ProviderTaken
    await clinic.refuses(booking(patient=TOM), clinic.desk, rule)
    assert clinic.memory.outcomes("scheduling.book-appointment") == ["done", "scheduling.provider-taken"]
