"""From a provider's file to the visits ahead: its changes are followed, and what time alone changes is looked at."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from application.scheduling.appointments.reassess_appointments import ReassessAppointments
from domain.shared.roles import Role
from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.catalogue import followers
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.saq.process import WorkerProcess
from integration.background import eventually, in_background
from integration.clock import SetClock
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done
from integration.stack import Stack
from interfaces.jobs.kinds import job_kinds

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
async def working(
    database: Database, follower_pool: Pool, stack: Stack, clock: SetClock, valkey_server: EmbeddedValkey
) -> AsyncIterator[None]:
    """Follow the log and do jobs."""
    assert stack.pool is not None
    codec = stack.container.shared().codec()
    process = FollowerProcess(database.url, follower_pool, codec, clock, followers(clock))
    worker = WorkerProcess(database.url, valkey_server.url, stack.pool, job_kinds(stack.use_cases), clock)
    async with in_background(process.run, worker.run):
        yield


async def marked(at: Practice, *, needs: str = "true") -> dict[str, str | None]:
    """List the visits that need another provider, with the reason."""
    page = await done(await at.desk.http.get("/appointments", params={"needs_reassignment": needs}))
    return {item["id"]: item["needs_reassignment"] for item in page["items"]}


async def becomes(at: Practice, expected: dict[str, str | None]) -> bool:
    """Wait until exactly these visits are marked."""

    async def is_so() -> bool:
        return await marked(at) == expected

    return await eventually(is_so)


async def of_provider(at: Practice, verb: str, **body: Any) -> None:
    """Do something with the provider, as the owner."""
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/{verb}", json=body))


@pytest.mark.usefixtures("working")
async def test_what_changes_in_the_file_is_followed(at: Practice) -> None:
    """Suspended, all visits ahead are marked; reinstated, none; with a last day, those behind it; moved, none again."""
    soon, later = await at.booked(), await at.booked(NINE + WEEK)
    await of_provider(at, "suspend", reason="A complaint")
    assert await becomes(at, dict.fromkeys((soon, later), "provider-suspended"))
    await of_provider(at, "reinstate")
    assert await becomes(at, {})
    await of_provider(at, "leave", last_day="2030-05-15")
    assert await becomes(at, {later: "provider-leaves"})
    await done(await at.act(later, "reschedule", {"starts_at": (NINE + HOUR).isoformat()}))
    assert await marked(at) == {}
    assert await marked(at, needs="false") == dict.fromkeys((soon, later))


@pytest.mark.usefixtures("working")
async def test_a_revoked_licence_and_the_next_one(at: Practice) -> None:
    """A licence that is revoked marks the visits behind its end; the next licence settles it."""
    owner, provider = at.clinic.owner.http, f"/providers/{at.provider}"
    soon, later = await at.booked(), await at.booked(NINE + WEEK)
    (held,) = (await done(await owner.get(provider)))["authorities"]
    await of_provider(at, f"authorities/{held['id']}/revoke", on="2030-05-16")
    assert await becomes(at, {later: "authority-revoked"})
    licence = {"kind": "license", "profession": "physician", "jurisdiction": "US-NY", "valid_from": "2030-05-16"}
    await of_provider(at, "authorities", authority=licence, number="MD-2")
    assert await becomes(at, {})
    assert await at.status(soon) == "booked"


@pytest.mark.usefixtures("working")
async def test_the_board_shows_it(at: Practice) -> None:
    """The day board says which of its visits need another provider, and why."""
    soon = await at.booked()
    await of_provider(at, "suspend", reason="A complaint")

    async def on_the_board() -> list[tuple[str, str | None]]:
        board = await done(await at.desk.http.get("/day-board", params={"day": "2030-05-15"}))
        return [(line["appointment"], line["needs_reassignment"]) for line in board["items"]]

    async def is_marked() -> bool:
        return await on_the_board() == [(soon, "provider-suspended")]

    async def is_settled() -> bool:
        return await on_the_board() == [(soon, None)]

    assert await eventually(is_marked)
    await of_provider(at, "reinstate")
    assert await eventually(is_settled)


@pytest.mark.usefixtures("working")
async def test_time_alone_brings_a_visit_near(at: Practice, clock: SetClock) -> None:
    """Told three days ahead, the clinic sees a visit marked once it is three days ahead, without anybody's doing."""
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": {"reassignment_notice_days": 3}}))
    later = await at.booked(NINE + WEEK)
    await of_provider(at, "suspend", reason="A complaint")

    async def passes() -> bool:
        clock.advance(timedelta(hours=1))
        return await marked(at) == {later: "provider-suspended"}

    assert await eventually(passes)
    assert NINE + WEEK - clock.at <= timedelta(days=3)


async def test_nothing_is_noted_twice(at: Practice, stack: Stack) -> None:
    """Looked at again and again, a visit is marked once; what has begun is left as it is."""
    booked = await at.booked()
    await of_provider(at, "suspend", reason="A complaint")
    answers = [await stack.do(ReassessAppointments(), at.clinic[Role.SYSTEM]) for _ in range(3)]
    assert [msgspec.json.decode(answer.body)["noted"] for answer in answers] == [1, 0, 0]
    assert (await done(await at.desk.http.get(f"/appointments/{booked}")))["version"] == 2
