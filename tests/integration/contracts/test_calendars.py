"""The calendar: what every storage promises desks, searches, tidying and the day board."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from application.scheduling.appointments.ports import BookingDesks, DeskReader, OpenDesk, Purpose, SlotInQuestion
from application.scheduling.ports import (
    Bookings,
    CalendarReader,
    Calendars,
    DayBoard,
    Directory,
    Holds,
    RefusedCommand,
    RefusedCommands,
    SlotsWanted,
)
from application.scheduling.queries import GetDayBoard
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.scheduling.appointments.agenda import Resource, ResourceKind
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.availability import HoursAtUnknownSite
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.slots.hold import HoldId
from domain.shared.identifiers import PatientId, ProviderId, RoomId, SiteId
from domain.shared.time import Span, TimeZone
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.lane import Lanes
from infrastructure.postgres.followers.reading import LaneReader
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.provisioning import FOLLOWER
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done, patient_of, practice, provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (BookingDesks, DeskReader, RefusedCommands, CalendarReader, Bookings, Directory, Holds, DayBoard)

Look = Callable[[BookingDesks, Practice, Execution], Awaitable[None]]

HOUR = timedelta(hours=1)
SOON = 0.1
"""Seconds within which somebody who need not wait has what they asked for."""
NEW_YORK = TimeZone(name="America/New_York")
PLACE = {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}}
HOME = VisitPlace(jurisdiction="US-NY", zone=NEW_YORK)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


def desks_of(stack: Stack) -> BookingDesks:
    """Give the storage's booking desks."""
    return cast("BookingDesks", stack.container.scheduling.ports.desks())


def requested(at: Practice, start: datetime = NINE, **other: Any) -> VisitRequest:
    """Give a request for a visit by video."""
    fields: dict[str, Any] = {
        "provider": ProviderId(UUID(at.provider)),
        "visit_type": "follow-up-video",
        "starts_at": start,
        "place": HOME,
    }
    return VisitRequest(**fields | other)


async def opened(stack: Stack, at: Practice, request: VisitRequest, purpose: Purpose, patient: str) -> OpenDesk:
    """Open a desk in a transaction of its own."""
    async with attempt(stack, deciding := execution(stack, at.desk)):
        return await desks_of(stack).open(request, PatientId(UUID(patient)), purpose, deciding)


def reader_of(stack: Stack) -> DeskReader:
    """Give the storage's reader of desks."""
    return cast("DeskReader", stack.container.scheduling.slots.desk_reader())


async def held(at: Practice, start: datetime) -> str:
    """Hold a slot and give the hold."""
    return str((await done(await at.desk.http.post("/holds", json={"visit": at.booking(start)["visit"]})))["id"])


async def read(stack: Stack, at: Practice, **wishes: Any) -> Calendars:
    """Read what the rules say of everybody who comes into question."""
    reader = cast("CalendarReader", stack.container.scheduling.ports.calendars())
    fields: dict[str, Any] = {"visit_type": "follow-up-video", "place": HOME}
    return await reader.read(SlotsWanted(**fields | wishes), execution(stack, at.desk))


async def test_a_desk_sees_what_the_decision_needs(stack: Stack, at: Practice) -> None:
    """The patient's standing, the default policy, and what is in the way, but for a hold that is to be used."""
    hold = await held(at, NINE)
    provider = Resource(kind=ResourceKind.PROVIDER, id=UUID(at.provider))
    for using, taken in ((None, 1), (HoldId(UUID(hold)), 0)):
        opened_desk = await opened(stack, at, requested(at), Purpose(owner=uuid4(), using=using), at.patient)
        standing = opened_desk.standing
        assert standing is not None
        assert (standing.telehealth_consent, standing.identity_verified) == (True, True)
        assert opened_desk.desk.policy == BookingPolicy()
        assert len(opened_desk.desk.agenda.taken(provider, stack.clock.now())) == taken


async def test_a_desk_settles_the_place(stack: Stack, at: Practice) -> None:
    """At a site the site's own law and clock hold, whatever was asked for."""
    elsewhere = VisitPlace(jurisdiction="US-CA", zone=TimeZone(name="America/Los_Angeles"), site=SiteId(UUID(at.site)))
    desk = await opened(stack, at, requested(at, place=elsewhere), Purpose(owner=uuid4()), at.patient)
    assert (desk.request.place.jurisdiction, desk.request.place.zone) == ("US-NY", NEW_YORK)


@pytest.mark.parametrize("unknown", ["provider", "patient", "room", "site"])
async def test_a_desk_knows_only_its_own_clinics(stack: Stack, at: Practice, unknown: str) -> None:
    """Who or what the clinic does not have is not found."""
    nobody = uuid4()
    other: dict[str, dict[str, Any]] = {
        "provider": {"provider": ProviderId(nobody)},
        "room": {"room": RoomId(nobody)},
        "site": {"place": VisitPlace(jurisdiction="US-NY", zone=NEW_YORK, site=SiteId(nobody))},
    }
    request = requested(at, **other.get(unknown, {}))
    patient = str(nobody) if unknown == "patient" else at.patient
    with pytest.raises(NotFound):
        await opened(stack, at, request, Purpose(owner=uuid4()), patient)


@pytest.mark.parametrize("shared", ["provider", "patient"])
async def test_of_two_desks_one_waits(stack: Stack, at: Practice, shared: str) -> None:
    """Whoever decides over the same provider or the same patient waits until the first is done."""
    provider, patient = await provider_of(at.clinic), await patient_of(at.clinic, "Noah")
    async with attempt(stack, deciding := execution(stack, at.desk)):
        await desks_of(stack).open(requested(at), PatientId(UUID(at.patient)), Purpose(owner=uuid4()), deciding)
        provider, patient = (at.provider, patient) if shared == "provider" else (provider, at.patient)
        request = requested(at, provider=ProviderId(UUID(provider)))
        second = asyncio.create_task(opened(stack, at, request, Purpose(owner=uuid4()), patient))
        assert not (await asyncio.wait([second], timeout=SOON))[0]
    await second


async def test_a_desk_for_many_times(stack: Stack, at: Practice) -> None:
    """What is in the way of any of the times is seen, once each; what is in the way of none need not be."""
    first = await at.booked(NINE)
    second = await at.booked(NINE + 48 * HOUR, patient=await patient_of(at.clinic, "Noah"))
    patient = PatientId(UUID(at.patient))
    times = [NINE, NINE + HOUR / 4, NINE + 48 * HOUR]
    async with attempt(stack, deciding := execution(stack, at.desk)):
        desks = desks_of(stack)
        assert await desks.clock(ProviderId(UUID(at.provider)), deciding, patient) == NEW_YORK
        desk = (await desks.open_series(requested(at), times, patient, deciding)).desk
    hers = Resource(kind=ResourceKind.PATIENT, id=patient)
    providers = Resource(kind=ResourceKind.PROVIDER, id=UUID(at.provider))
    assert [taken.owner for taken in desk.agenda.reservations if taken.resource == hers] == [UUID(first)]
    owners = [taken.owner for taken in desk.agenda.reservations if taken.resource == providers]
    assert sorted(owners) == sorted((UUID(first), UUID(second)))


async def test_nobodys_clock(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """A provider whom the clinic does not have keeps no hours."""
    for person, unknown in ((at.desk, uuid4()), (other_clinic.front_desk, UUID(at.provider))):
        async with attempt(stack, asking := execution(stack, person)):
            with pytest.raises(NotFound):
                await desks_of(stack).clock(ProviderId(unknown), asking)


async def test_a_clock_holds_what_it_is_asked_to(stack: Stack, at: Practice) -> None:
    """Whoever decides over a patient waits for a series of theirs to be settled, at whichever provider."""
    colleague = ProviderId(UUID(await provider_of(at.clinic)))
    async with attempt(stack, settling := execution(stack, at.desk)):
        await desks_of(stack).clock(colleague, settling, UUID(at.patient))
        second = asyncio.create_task(opened(stack, at, requested(at), Purpose(owner=uuid4()), at.patient))
        assert not (await asyncio.wait([second], timeout=SOON))[0]
    await second


async def test_many_want_one_slot_at_once(at: Practice) -> None:
    """One is booked, whoever comes second is refused, and a rehearsal takes nothing."""
    rehearse = {"Prefer": "tx=rollback"}
    await done(await at.desk.http.post("/appointments", json=at.booking(), headers=rehearse))
    answers = await asyncio.gather(*(at.book() for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_what_an_attestation_is_held_against(stack: Stack, at: Practice) -> None:
    """The standing of patient and provider, with the place settled; whatever the clinic does not have is not found."""
    patient, provider = PatientId(UUID(at.patient)), ProviderId(UUID(at.provider))
    async with attempt(stack, deciding := execution(stack, at.desk)):
        attested = await desks_of(stack).attest(patient, provider, HOME, deciding)
        assert (attested.place, attested.policy) == (HOME, BookingPolicy())
        assert [authority.jurisdiction for authority in attested.provider.authorities] == ["US-NY"]
        assert attested.standing == PatientStanding(patient=patient, telehealth_consent=True, identity_verified=True)
    nowhere = VisitPlace(jurisdiction="US-NY", zone=NEW_YORK, site=SiteId(uuid4()))
    unknown = ((PatientId(uuid4()), provider, HOME), (patient, ProviderId(uuid4()), HOME), (patient, provider, nowhere))
    for whom, who, where in unknown:
        async with attempt(stack, deciding := execution(stack, at.desk)):
            with pytest.raises(NotFound):
                await desks_of(stack).attest(whom, who, where, deciding)


async def attest(desks: BookingDesks, at: Practice, deciding: Execution) -> None:
    """Read what check-in looks at."""
    await desks.attest(PatientId(UUID(at.patient)), ProviderId(UUID(at.provider)), HOME, deciding)


async def clear(desks: BookingDesks, at: Practice, deciding: Execution) -> None:
    """Read what an approval looks at."""
    await desks.clear(PatientId(UUID(at.patient)), ProviderId(UUID(at.provider)), deciding)


@pytest.mark.parametrize("look", [attest, clear])
async def test_who_is_looked_at_holds_still(stack: Stack, at: Practice, look: Look) -> None:
    """A consent is withdrawn only when whoever reads it to decide is done."""
    withdrawn = {"kind": "telehealth"}
    async with attempt(stack, deciding := execution(stack, at.desk)):
        await look(desks_of(stack), at, deciding)
        path = f"/patients/{at.patient}/consents/withdraw"
        withdrawing = asyncio.create_task(at.desk.http.post(path, json=withdrawn))
        assert not (await asyncio.wait([withdrawing], timeout=SOON))[0]
    await done(await withdrawing)


async def test_a_search_reads_who_comes_into_question(stack: Stack, at: Practice) -> None:
    """Those who offer the visit type and are what was wished for; a site that the clinic does not have is not found."""
    colleague = await provider_of(at.clinic)
    both = {UUID(at.provider), UUID(colleague)}
    assert {calendar.provider for calendar in (await read(stack, at)).providers} == both
    for wishes in ({"specialty": "surgery"}, {"language": "fr"}, {"visit_type": "unheard-of"}):
        assert (await read(stack, at, **wishes)).providers == ()
    (only,) = (await read(stack, at, providers=(ProviderId(UUID(colleague)),))).providers
    assert only.provider == UUID(colleague)
    with pytest.raises(NotFound):
        await read(stack, at, place=SiteId(uuid4()))


async def test_a_search_is_for_a_patient_of_the_clinic(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """Whom another clinic knows is unknown here, as who is nobody."""
    assert (await read(stack, at, patient=PatientId(UUID(at.patient)))).providers
    for stranger in (await patient_of(other_clinic), str(uuid4())):
        with pytest.raises(NotFound):
            await read(stack, at, patient=PatientId(UUID(stranger)))


async def test_who_is_taken(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """A visit takes its provider and its patient for those who look around its time, but for whom it is spared."""
    booked, bookings = await at.booked(), cast("Bookings", stack.container.scheduling.ports.bookings())
    provider = Resource(kind=ResourceKind.PROVIDER, id=UUID(at.provider))
    patient = Resource(kind=ResourceKind.PATIENT, id=UUID(at.patient))
    stranger = Resource(kind=ResourceKind.PATIENT, id=uuid4())
    around, later = Span.lasting(NINE, HOUR), Span.lasting(NINE + 24 * HOUR, HOUR)
    asking = execution(stack, at.desk)
    taken = await bookings.taken([provider, patient, stranger], around, asking)
    assert taken.keys() == {provider.id, patient.id}
    assert [stretch.starts_at for stretch in taken[patient.id]] == [NINE]
    assert await bookings.taken([provider, patient], later, asking) == {}
    assert await bookings.taken([provider, patient], around, asking, sparing=[UUID(booked)]) == {}
    assert await bookings.taken([provider], around, execution(stack, other_clinic.front_desk)) == {}


async def test_whatever_a_persons_records_take(stack: Stack, at: Practice) -> None:
    """Of linked records each is taken when the other is; before they are linked, only itself."""
    bea, beate = [await patient_of(at.clinic, given=given) for given in ("Bea", "Beate")]
    await at.booked(patient=bea)
    bookings, around = cast("Bookings", stack.container.scheduling.ports.bookings()), Span.lasting(NINE, HOUR)

    async def taken(patient: str) -> list[datetime]:
        resource = Resource(kind=ResourceKind.PATIENT, id=UUID(patient))
        found = await bookings.taken([resource], around, execution(stack, at.desk))
        return [stretch.starts_at for stretch in found.get(resource.id, ())]

    assert [await taken(bea), await taken(beate)] == [[NINE], []]
    linking = {"patient": beate, "survivor": bea, "reason": "One person"}
    await done(await at.desk.http.post("/patient-links", json=linking))
    assert [await taken(bea), await taken(beate)] == [[NINE], [NINE]]


async def test_a_desk_is_read_as_it_is_opened(stack: Stack, at: Practice) -> None:
    """Whoever only asks sees what a decision would: policy, calendar, standing, agenda, and the place settled."""
    await at.booked()
    patient, request = PatientId(UUID(at.patient)), requested(at)
    decided = await opened(stack, at, request, Purpose(owner=uuid4()), at.patient)
    seen = await reader_of(stack).read(SlotInQuestion.of(request, patient), execution(stack, at.desk))
    assert replace(seen.desk, owner=decided.desk.owner) == decided.desk
    assert (seen.request, seen.standing, seen.rooms) == (decided.request, decided.standing, decided.rooms)


async def test_a_desk_is_read_with_the_rooms_of_its_site(stack: Stack, at: Practice) -> None:
    """Where no room is named, when each of the site's is taken is known as well."""
    site = SiteId(UUID(at.site))
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": {"site": at.site} | PLACE, "room": at.room}
    await at.booked(visit=visit | {"provider": await provider_of(at.clinic)})
    asked = SlotInQuestion(ProviderId(UUID(at.provider)), "examination", NINE, site)
    seen = await reader_of(stack).read(asked, execution(stack, at.desk))
    room = Resource(kind=ResourceKind.ROOM, id=UUID(at.room))
    assert (seen.request.place, seen.rooms) == (replace(HOME, site=site), (RoomId(UUID(at.room)),))
    assert len(seen.desk.agenda.taken(room, stack.clock.now())) == 1


async def test_a_desk_is_read_only_in_its_own_clinic(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """Who or what the asker's clinic does not have is not found."""
    nobody, known = uuid4(), SlotInQuestion.of(requested(at), PatientId(UUID(at.patient)))
    unknown = (
        known._replace(provider=ProviderId(nobody)),
        known._replace(patient=PatientId(nobody)),
        known._replace(room=RoomId(nobody)),
        known._replace(place=SiteId(nobody)),
        known._replace(place=replace(HOME, site=SiteId(nobody))),
    )
    for slot, person in (*((slot, at.desk) for slot in unknown), (known, other_clinic.front_desk)):
        with pytest.raises(NotFound):
            await reader_of(stack).read(slot, execution(stack, person))


async def test_which_command_was_refused(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """By the request that was refused, in its own clinic; what took effect was not refused."""
    refused = cast("RefusedCommands", stack.container.scheduling.appointments.refused())
    past = await at.book(NINE - timedelta(days=2))
    request = UUID(past.headers["X-Request-Id"])
    found = await refused.find(request, asking := execution(stack, at.desk))
    assert found == RefusedCommand(
        "scheduling.book-appointment", past.json()["code"], stack.clock.now(), at.desk.actor.id
    )
    assert await refused.find(request, execution(stack, other_clinic.front_desk)) is None
    done_request = UUID((await at.book()).headers["X-Request-Id"])
    assert await refused.find(done_request, asking) is None


async def test_a_providers_clock(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """It is known in the provider's own clinic; nobody's is anywhere."""
    directory = cast("Directory", stack.container.scheduling.ports.directory())
    provider = ProviderId(UUID(at.provider))
    async with attempt(stack, asking := execution(stack, at.desk)):
        assert await directory.zone(provider, asking) == NEW_YORK
    for person, unknown in ((at.desk, ProviderId(uuid4())), (other_clinic.front_desk, provider)):
        async with attempt(stack, asking := execution(stack, person)):
            with pytest.raises(NotFound):
                await directory.zone(unknown, asking)


async def test_the_clinics_sites(stack: Stack, at: Practice, other_clinic: Clinic) -> None:
    """Hours may name those of the clinic; where none is named, none is asked for."""
    directory = cast("Directory", stack.container.scheduling.ports.directory())
    site = SiteId(UUID(at.site))
    async with attempt(stack, asking := execution(stack, at.desk)):
        await directory.demand_sites([site, None], asking)
    for person, unknown in ((at.desk, SiteId(uuid4())), (other_clinic.front_desk, site)):
        async with attempt(stack, asking := execution(stack, person)):
            with pytest.raises(HoursAtUnknownSite) as refusal:
                await directory.demand_sites([None, unknown], asking)
            assert refusal.value.details == {"site": unknown}


async def test_what_is_overdue(stack: Stack, at: Practice, other_clinic: Clinic, clock: SetClock) -> None:
    """Holds whose time is over, the oldest first and no more than asked for; neither one that runs nor one released."""
    holds = cast("Holds", stack.container.scheduling.ports.holds())
    first = await held(at, NINE)
    clock.at += timedelta(minutes=1)
    second, released = await held(at, NINE + HOUR), await held(at, NINE + 2 * HOUR)
    await done(await at.desk.http.post(f"/holds/{released}/release", json={}))
    clock.at += timedelta(minutes=60)
    await held(at, NINE + 3 * HOUR)
    expected = [UUID(first), UUID(second)]
    for person, limit, names in (
        (at.desk, 10, expected),
        (at.desk, 1, expected[:1]),
        (other_clinic.front_desk, 10, []),
    ):
        async with attempt(stack, asking := execution(stack, person)):
            assert list(await holds.overdue(asking, limit)) == names


async def test_the_day_board_shows_a_clinics_day(
    stack: Stack, at: Practice, other_clinic: Clinic, database: Database, follower_pool: Pool
) -> None:
    """Once what happened has been followed, each visit stands on its day, by start, with how far it has come."""
    board = cast("DayBoard", stack.container.scheduling.appointments.board())
    late, early = await at.booked(NINE + HOUR), await at.booked(NINE)
    moved = await at.booked(NINE + 2 * HOUR)
    await done(await at.act(moved, "reschedule", {"starts_at": (NINE + 24 * HOUR).isoformat()}))
    await done(await at.act(late, "cancel"))
    noah, because = await patient_of(at.clinic, "Noah"), "No other time"
    on_top = at.booking(NINE) | {"patient": noah, "because": because}
    crowded = (await done(await at.desk.http.post("/appointments/overbook", json=on_top)))["id"]
    on_top = at.booking(NINE) | {"patient": await patient_of(at.clinic, "Noel"), "because": because}
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": {"overbookings_at_once": 2}}))
    left = (await done(await at.desk.http.post("/appointments/overbook", json=on_top)))["id"]
    for confirmed in (early, left):
        await done(await at.act(confirmed, "confirm-attendance"))
    await done(await at.act(left, "reschedule", {"starts_at": (NINE + 3 * HOUR).isoformat()}))
    await follow(stack, at.clinic, database, follower_pool)
    day = GetDayBoard(day=date(2030, 5, 15))
    shown = await board.day(day, execution(stack, at.desk))
    nine = sorted([(early, "booked", False, True), (crowded, "booked", True, False)])
    assert [
        (str(line.appointment), line.status.value, line.overbooked, line.attendance_confirmed) for line in shown.items
    ] == [*nine, (late, "cancelled", False, False), (left, "booked", False, False)]
    await done(await at.act(crowded, "confirm-attendance"))
    await follow(stack, at.clinic, database, follower_pool)
    lines = {str(line.appointment): line for line in (await board.day(day, execution(stack, at.desk))).items}
    assert (lines[crowded].status.value, lines[crowded].attendance_confirmed) == ("booked", True)
    assert (await board.day(day, execution(stack, other_clinic.front_desk))).items == ()


async def follow(stack: Stack, clinic: Clinic, database: Database, pool: Pool) -> None:
    """Bring the board up to the log, where it follows one."""
    if stack.pool is None:
        return
    async with connected(database.url, FOLLOWER) as connection:
        await number(connection, await current_place(connection), 10_000)
    lanes = Lanes(pool, LaneReader(stack.container.shared.codec()), stack.clock)
    while await lanes.step(DayBoardFollower(), clinic.id, 1_000):
        pass
