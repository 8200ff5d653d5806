"""The waitlist: what every storage promises of who waits."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.waitlist.ports import FreedTimes, WaitingLine, WaitlistEntries, WaitlistLookout
from application.shared.refusals import NotFound
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.waitlist.entry import WaitlistEntryId
from domain.scheduling.waitlist.line import Opening
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import Span, TimeZone
from infrastructure.postgres.connection import Pool
from integration.clock import SetClock
from integration.contracts.reacting import Reacting
from integration.contracts.registry import attempt, execution
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done, patient_of, practice, provider_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (WaitlistEntries, FreedTimes, WaitingLine, WaitlistLookout)

HOME = VisitPlace(jurisdiction="US-NY", zone=TimeZone(name="America/New_York"))
LAST_DAY = date(2030, 5, 31)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic that can be booked."""
    return await practice(clinic)


@pytest.fixture
async def reacting(stack: Stack, at: Practice, database: Database, follower_pool: Pool) -> Reacting:
    """Give the clinic's reactions, which have seen how it was set up."""
    reacting = Reacting(stack, at.clinic, database, follower_pool)
    await reacting.follow()
    return reacting


def entries_of(stack: Stack) -> WaitlistEntries:
    """Give the storage's waits."""
    return cast("WaitlistEntries", stack.container.scheduling.waitlist.entries())


async def waiting(stack: Stack, clinic: Clinic, patient: str, visit_type: str = "follow-up-video") -> UUID | None:
    """Ask for the patient's wait."""
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return await entries_of(stack).waiting(PatientId(UUID(patient)), visit_type, asking)


async def overdue(stack: Stack, clinic: Clinic, limit: int = 10) -> set[WaitlistEntryId]:
    """Ask whose time is over."""
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return set(await entries_of(stack).overdue(asking, limit))


async def test_who_waits_for_what(stack: Stack, at: Practice) -> None:
    """A patient's wait is found by the kind of visit, while they are in line, and by nobody of another clinic."""
    assert await waiting(stack, at.clinic, at.patient) is None
    entry = UUID(await at.waits())
    assert await waiting(stack, at.clinic, at.patient) == entry
    assert await waiting(stack, at.clinic, at.patient, "examination") is None
    assert await waiting(stack, await stack.open_clinic(), at.patient) is None
    await done(await at.desk.http.post(f"/waitlist/{entry}/leave", json={}))
    assert await waiting(stack, at.clinic, at.patient) is None


async def test_whose_offer_ran_out(stack: Stack, at: Practice, clock: SetClock) -> None:
    """An offer is overdue from its last moment on, until that is noted."""
    entry = await at.waits()
    await at.waits(await patient_of(at.clinic, "Noah"))
    nine = {"provider": at.provider, "starts_at": NINE.isoformat()}
    await done(await at.desk.http.post(f"/waitlist/{entry}/offer", json=nine))
    clock.advance(timedelta(minutes=59))
    assert await overdue(stack, at.clinic) == set()
    clock.advance(timedelta(minutes=1))
    assert await overdue(stack, at.clinic) == {WaitlistEntryId(UUID(entry))}


async def test_whose_days_are_over(stack: Stack, at: Practice, clock: SetClock) -> None:
    """A wait is overdue when its last day is over wherever somebody may be; no more are named than asked for."""
    entries = {WaitlistEntryId(UUID(await at.waits(last_day=LAST_DAY.isoformat())))}
    entries.add(WaitlistEntryId(UUID(await at.waits(await patient_of(at.clinic, "Noah"), last_day="2030-05-31"))))
    clock.at = clock.at.replace(month=5, day=31, hour=23)
    assert await overdue(stack, at.clinic) == set()
    clock.at = clock.at.replace(month=6, day=2)
    assert await overdue(stack, at.clinic) == entries
    assert len(await overdue(stack, at.clinic, limit=1)) == 1


async def test_what_is_known_of_who_joins(stack: Stack, at: Practice) -> None:
    """Standing and place are told of the clinic's own patients, sites and providers, and of nobody else's."""
    desks = cast("BookingDesks", stack.container.scheduling.ports.desks())
    mia, adler = PatientId(UUID(at.patient)), ProviderId(UUID(at.provider))
    site = VisitPlace(jurisdiction="US-NJ", zone=TimeZone(name="UTC"), site=SiteId(UUID(at.site)))
    async with attempt(stack, asking := execution(stack, at.desk)):
        known = await desks.enquire(mia, site, (adler, adler), asking)
        assert (known.standing.patient, known.standing.telehealth_consent, known.standing.identity_verified) == (
            mia,
            True,
            True,
        )
        assert (known.place.jurisdiction, known.place.zone.name) == ("US-NY", "America/New_York")
        with pytest.raises(NotFound):
            await desks.enquire(PatientId(uuid4()), HOME, (), asking)
        with pytest.raises(NotFound):
            await desks.enquire(mia, HOME, (adler, ProviderId(uuid4())), asking)


async def freed(stack: Stack, at: Practice, stream: str, version: int) -> Opening | None:
    """Ask what time a fact freed."""
    times = cast("FreedTimes", stack.container.scheduling.waitlist.freed_times())
    return await times.opening(UUID(stream), version, execution(stack, at.desk))


async def in_line(stack: Stack, at: Practice, opening: Opening, *but: str, limit: int = 10) -> list[str]:
    """Ask who waits for a provider's time."""
    line = cast("WaitingLine", stack.container.scheduling.waitlist.waiting_line())
    passing_over = [WaitlistEntryId(UUID(entry)) for entry in but]
    found = await line.waiting(opening, execution(stack, at.desk), passing_over, limit)
    return [str(waiting.entry) for waiting in found]


async def test_what_a_fact_gave_back(stack: Stack, at: Practice) -> None:
    """A visit called off, moved away, or a hold given up frees the provider's time; a booking frees none."""
    adler, nine = ProviderId(UUID(at.provider)), Span.lasting(NINE, HALF_AN_HOUR)
    appointment = await at.booked()
    assert await freed(stack, at, appointment, 1) is None
    await done(await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(hours=2)).isoformat()}))
    assert await freed(stack, at, appointment, 2) == Opening(provider=adler, within=nine)
    await done(await at.act(appointment, "cancel"))
    eleven = Span.lasting(NINE + timedelta(hours=2), HALF_AN_HOUR)
    assert await freed(stack, at, appointment, 3) == Opening(provider=adler, within=eleven)
    hold = (await done(await at.desk.http.post("/holds", json={"visit": at.booking()["visit"]})))["id"]
    await done(await at.desk.http.post(f"/holds/{hold}/release", json={}))
    assert await freed(stack, at, hold, 2) == Opening(provider=adler, within=nine)
    assert await freed(stack, at, str(uuid4()), 1) is None


async def test_who_waits_for_a_provider(stack: Stack, at: Practice, clock: SetClock) -> None:
    """In the order of the line: the kind of visit, the provider and the days fit, and no slot is on offer."""
    opening = Opening(provider=ProviderId(UUID(at.provider)), within=Span.lasting(NINE, HALF_AN_HOUR))
    other = await provider_of(at.clinic)
    entries = {}
    wishes: dict[str, dict[str, Any]] = {
        "Ann": {},
        "Ben": {"providers": [at.provider, other]},
        "Cleo": {"providers": [other]},
        "Dan": {"first_day": "2030-05-20"},
        "Eve": {"visit_type": "examination"},
        "Fay": {"mode": "phone"},
    }
    for given, wish in wishes.items():
        entries[given] = await at.waits(await patient_of(at.clinic, given), **wish)
        clock.advance(timedelta(minutes=1))
    assert await in_line(stack, at, opening) == [entries["Ann"], entries["Ben"], entries["Eve"]]
    urgent = {"urgency": "urgent"}
    await done(await at.desk.http.post(f"/waitlist/{entries['Eve']}/urgency", json=urgent))
    assert await in_line(stack, at, opening, limit=2) == [entries["Eve"], entries["Ann"]]
    assert await in_line(stack, at, opening, entries["Eve"]) == [entries["Ann"], entries["Ben"]]
    nine = {"provider": at.provider, "starts_at": NINE.isoformat()}
    await done(await at.desk.http.post(f"/waitlist/{entries['Ann']}/offer", json=nine))
    assert await in_line(stack, at, opening) == [entries["Eve"], entries["Ben"]]


async def test_time_that_is_given_back_is_offered(at: Practice, reacting: Reacting, clock: SetClock) -> None:
    """To the first in line; who passes it makes way for the second, who lets it run out for the third."""
    entries = []
    appointment = await at.booked()
    for given in ("Ann", "Ben", "Cleo"):
        entries.append(await at.waits(await patient_of(at.clinic, given)))
        clock.advance(timedelta(minutes=1))
    await done(await at.act(appointment, "cancel"))
    await reacting.react()
    assert await states(at, entries) == ["offered", "waiting", "waiting"]
    await done(await at.desk.http.post(f"/waitlist/{entries[0]}/pass", json={}))
    await reacting.react()
    assert await states(at, entries) == ["waiting", "offered", "waiting"]


async def test_more_hours_are_offered(at: Practice, reacting: Reacting) -> None:
    """Each in line is offered a slot of their own in hours that came to a provider's day."""
    evening = {"day_parts": ["evening"], "first_day": "2030-05-16", "last_day": "2030-05-16"}
    entries = [await at.waits(await patient_of(at.clinic, given), **evening) for given in ("Ann", "Ben", "Cleo")]
    hours = {"day": "2030-05-16", "opens": "18:00", "closes": "19:00"}
    await done(await at.desk.http.post(f"/providers/{at.provider}/availability/extra-hours", json=hours))
    await reacting.react()
    assert sorted(await states(at, entries)) == ["offered", "offered", "waiting"]
    offers = [(await shown(at, entry))["offer"] for entry in entries]
    assert {offer["starts_at"] for offer in offers if offer} == {"2030-05-16T22:00:00Z", "2030-05-16T22:30:00Z"}


async def test_who_took_back_consent_is_passed_over(at: Practice, reacting: Reacting, clock: SetClock) -> None:
    """Who may not be booked any more is not offered the time, and keeps nobody else from it."""
    appointment = await at.booked()
    ann = await patient_of(at.clinic, "Ann")
    entries = [await at.waits(ann)]
    clock.advance(timedelta(minutes=1))
    entries.append(await at.waits(await patient_of(at.clinic, "Ben")))
    await done(await at.desk.http.post(f"/patients/{ann}/consents/withdraw", json={"kind": "telehealth"}))
    await done(await at.act(appointment, "cancel"))
    await reacting.react()
    assert await states(at, entries) == ["waiting", "offered"]


async def test_who_is_booked_no_longer_waits(at: Practice, reacting: Reacting) -> None:
    """A booking for what is waited for ends the wait and gives back what was on offer; another booking does not."""
    entry = await at.waits(first_day="2030-05-16")
    await at.booked()
    await reacting.react()
    assert await states(at, [entry]) == ["waiting"]
    offer = {"provider": at.provider, "starts_at": (NINE + timedelta(days=1)).isoformat()}
    await done(await at.desk.http.post(f"/waitlist/{entry}/offer", json=offer))
    appointment = await at.booked(NINE + timedelta(days=2))
    await reacting.react()
    view = await shown(at, entry)
    assert (view["status"], view["appointment"]) == ("fulfilled", appointment)
    await at.booked(NINE + timedelta(days=1), patient=await patient_of(at.clinic, "Noah"))


async def test_a_request_that_is_approved_ends_the_wait(at: Practice, reacting: Reacting) -> None:
    """A request is no booking until the clinic says yes."""
    entry = await at.waits()
    asked = (await done(await at.desk.http.post("/appointments/request", json=at.booking())))["id"]
    await reacting.react()
    assert await states(at, [entry]) == ["waiting"]
    await done(await at.act(asked, "approve"))
    await reacting.react()
    assert await states(at, [entry]) == ["fulfilled"]


async def shown(at: Practice, entry: str) -> dict[str, Any]:
    """Read a wait as the front desk."""
    return await done(await at.desk.http.get(f"/waitlist/{entry}"))


async def states(at: Practice, entries: Sequence[str]) -> list[str]:
    """Tell how far waits have come."""
    return [(await shown(at, entry))["status"] for entry in entries]
