"""Three patients wait, and a visit is called off: from the clinic's commands over the log to offers and back.

Real PostgreSQL and Valkey, the followers and the worker of production, and a clock that the tests set.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.shared.roles import Role
from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.catalogue import waitlist_followers
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.saq.process import WorkerProcess
from integration.background import eventually, in_background
from integration.clock import SetClock
from integration.databases import Database
from integration.http.scheduling.practice import Practice, done, patient_of
from integration.people import Person
from integration.stack import Stack
from interfaces.jobs.kinds import job_kinds

OFFER = timedelta(hours=1)

_OPEN_JOBS = "select count(*) from job where clinic_id = $1 and state in ('waiting', 'running') and due_at <= $2"
_BEHIND = """
select h.feed_no - coalesce(min(c.feed_no), 0) from feed_head h
  left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = any($2)
 where h.clinic_id = $1 group by h.feed_no having count(c.*) = cardinality($2)
"""
_UNNUMBERED = """
select count(*) from event e
 where e.clinic_id = $1 and not exists (
   select from feed f where f.clinic_id = e.clinic_id and f.stream_id = e.stream_id and f.version = e.version)
"""


@pytest.fixture
async def following(database: Database, follower_pool: Pool, stack: Stack, clock: SetClock) -> AsyncIterator[None]:
    """Follow the log."""
    codec = stack.container.shared.codec()
    async with in_background(FollowerProcess(database.url, follower_pool, codec, clock, waitlist_followers(clock)).run):
        yield


@pytest.fixture
async def working(
    database: Database, valkey_server: EmbeddedValkey, stack: Stack, clock: SetClock
) -> AsyncIterator[None]:
    """Do jobs."""
    assert stack.pool is not None
    kinds = job_kinds(stack.use_cases)
    async with in_background(WorkerProcess(database.url, valkey_server.url, stack.pool, kinds, clock).run):
        yield


@pytest.fixture
async def calm(
    database: Database,
    clock: SetClock,
    at: Practice,
    following: None,  # noqa: ARG001 - without it nothing would follow
    working: None,  # noqa: ARG001 - as above
) -> "Calm":
    """Give what waits until nothing follows from anything any more; so far that is how the clinic was set up."""
    calm = Calm(database, at, clock)
    await calm()
    return calm


class Calm:
    """Waits for followers and worker."""

    def __init__(self, database: Database, at: Practice, clock: SetClock) -> None:
        self._database = database
        self._clinic = at.clinic.id
        self._clock = clock

    async def __call__(self) -> None:
        """Return when every fact is followed and every job done."""
        assert await eventually(self._is_calm)

    async def _is_calm(self) -> bool:
        self._clock.advance(timedelta(milliseconds=50))  # what is to be tried again waits for its time
        names = [follower.name for follower in waitlist_followers(self._clock)]
        async with self._database.connected("postgres") as watcher:
            # In the order in which one follows from the other, so that nothing slips through between the looks.
            return bool(
                await watcher.fetchval(_UNNUMBERED, self._clinic) == 0
                and await watcher.fetchval(_BEHIND, self._clinic, names) == 0
                and await watcher.fetchval(_OPEN_JOBS, self._clinic, self._clock.now()) == 0
            )


class Waiting:
    """Somebody who waits, and asks for themselves."""

    def __init__(self, person: Person, entry: str) -> None:
        self.person = person
        self.entry = entry

    async def does(self, verb: str) -> dict[str, Any]:
        """Answer an offer."""
        return await done(await self.person.http.post(f"/waitlist/{self.entry}/{verb}", json={}))

    async def sees(self) -> dict[str, Any]:
        """Read their own wait."""
        return await done(await self.person.http.get(f"/waitlist/{self.entry}"))


async def joins(at: Practice, stack: Stack, clock: SetClock, given: str) -> Waiting:
    """Let somebody join the waitlist for Wednesday, a minute after whoever came before."""
    patient = await patient_of(at.clinic, given)
    person = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(patient))
    clock.advance(timedelta(minutes=1))
    entry = await done(await person.http.post("/waitlist", json=at.wait(patient, last_day="2030-05-15")))
    return Waiting(person, entry["id"])


async def states(*waiting: Waiting) -> list[str]:
    """Tell how far each wait has come."""
    return [(await one.sees())["status"] for one in waiting]


async def test_passed_run_out_and_accepted(at: Practice, stack: Stack, clock: SetClock, calm: Calm) -> None:
    """The first is offered the slot and passes, the second lets it run out, the third accepts and is booked."""
    appointment = await at.booked()
    ann, ben, cleo = [await joins(at, stack, clock, given) for given in ("Ann", "Ben", "Cleo")]
    await calm()
    assert await states(ann, ben, cleo) == ["waiting", "waiting", "waiting"]

    await done(await at.act(appointment, "cancel", {"reason": "Feeling well again"}))
    await calm()
    assert await states(ann, ben, cleo) == ["offered", "waiting", "waiting"]
    assert (await ann.sees())["offer"]["starts_at"] == "2030-05-15T13:00:00Z"

    await ann.does("pass")
    await calm()
    assert await states(ann, ben, cleo) == ["waiting", "offered", "waiting"]

    clock.advance(OFFER + timedelta(minutes=2))
    await eventually(lambda: is_offered(cleo, clock))
    assert await states(ann, ben, cleo) == ["waiting", "waiting", "offered"]

    booked = (await cleo.does("accept"))["appointment"]
    await calm()
    assert await states(ann, ben, cleo) == ["waiting", "waiting", "fulfilled"]
    shown = await done(await cleo.person.http.get(f"/appointments/{booked}"))
    assert (shown["status"], shown["starts_at"]) == ("booked", "2030-05-15T13:00:00Z")
    assert await told(at, ann) == ["waitlist-joined", "waitlist-slot-offered", "waitlist-offer-passed"]
    assert await told(at, ben) == ["waitlist-joined", "waitlist-slot-offered", "waitlist-offer-expired"]
    assert await told(at, cleo) == ["waitlist-joined", "waitlist-slot-offered", "waitlist-offer-accepted"]


async def test_accepting_against_the_clock(at: Practice, stack: Stack, clock: SetClock, calm: Calm) -> None:
    """At the moment at which an offer runs out it is accepted or over, never both; and never are two booked."""
    appointment = await at.booked()
    ann, ben = [await joins(at, stack, clock, given) for given in ("Ann", "Ben")]
    await calm()
    await done(await at.act(appointment, "cancel"))
    await calm()
    clock.at = datetime.fromisoformat((await ann.sees())["offer_until"]) - timedelta(microseconds=1)

    async def in_time() -> int:
        return (await ann.person.http.post(f"/waitlist/{ann.entry}/accept", json={})).status_code

    async def over() -> None:
        clock.advance(timedelta(minutes=2))
        await calm()

    answer, _ = await asyncio.gather(in_time(), over())
    page = await done(await at.desk.http.get("/appointments", params={"status": "booked"}))
    if answer == 200:
        assert await states(ann, ben) == ["fulfilled", "waiting"]
        assert len(page["items"]) == 1
    else:
        await eventually(lambda: is_offered(ben, clock))
        assert page["items"] == []


async def is_offered(waiting: Waiting, clock: SetClock) -> bool:
    """Tell whether somebody is offered a slot, while time goes by."""
    clock.advance(timedelta(seconds=5))
    return bool((await waiting.sees())["status"] == "offered")


async def told(at: Practice, waiting: Waiting) -> list[str]:
    """Read what others are told of a wait."""
    page = await done(await at.clinic.owner.http.get("/feed", params={"limit": 100}))
    facts = [item["fact"] for item in page["items"]]
    return [fact["type"].removeprefix("scheduling.") for fact in facts if fact.get("entry") == waiting.entry]
