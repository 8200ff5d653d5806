"""The board built anew from the first fact, while it is read and while the clinic goes on working."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.followers.rebuild import Rebuild
from infrastructure.postgres.provisioning import OWNER
from infrastructure.postgres.scheduling.day_board import FOLLOWER, TABLE, DayBoardFollower
from integration.background import in_background
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done
from integration.stack import Stack

_ROWS = "select * from day_board order by clinic_id, appointment"
_INDEXES = "select indexname, indexdef from pg_indexes where tablename = 'day_board' order by 1"
_POLICIES = "select policyname, roles, cmd, qual, with_check from pg_policies where tablename = 'day_board' order by 1"
_PRIVILEGES = "select relacl from pg_class where relname = 'day_board'"


@pytest.fixture(autouse=True)
async def following(database: Database, follower_pool: Pool, stack: Stack) -> AsyncIterator[None]:
    """Follow the log."""
    codec = stack.container.shared().codec()
    process = FollowerProcess(database.url, follower_pool, codec, SystemClock(), [DayBoardFollower()])
    async with in_background(process.run):
        yield


@pytest.fixture
async def superuser(database: Database) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Give a connection that sees everything."""
    async with database.connected("postgres") as connection:
        yield connection


@pytest.fixture
async def rebuild(database: Database, follower_pool: Pool, stack: Stack) -> AsyncIterator[Rebuild]:
    """Give what builds the board anew."""
    codec = stack.container.shared().codec()
    async with database.connected(OWNER) as owner:
        yield Rebuild(owner, follower_pool, codec, SystemClock(), name=FOLLOWER, table=TABLE, make=DayBoardFollower)


async def a_few_visits(at: Practice) -> None:
    """Book four visits; move one, cancel another."""
    appointments = [await at.booked(NINE + timedelta(hours=hour)) for hour in range(4)]
    await at.act(appointments[0], "reschedule", {"starts_at": (NINE + timedelta(days=1)).isoformat()})
    last = await at.act(appointments[1], "cancel")
    await board(at, last.headers["Consistency-Token"])


async def board(at: Practice, token: str) -> list[dict[str, str]]:
    """Read a day that has seen what the token stands for."""
    headers = {"Consistency-Token": token}
    shown = await done(await at.desk.http.get("/day-board", params={"day": "2030-05-15"}, headers=headers))
    lines: list[dict[str, str]] = shown["items"]
    return lines


async def test_the_rebuilt_board_equals_the_live_one(
    at: Practice, rebuild: Rebuild, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Built anew from the first fact, the board is what it was, line by line."""
    await a_few_visits(at)
    live = await superuser.fetch(_ROWS)
    await rebuild.run()
    assert await superuser.fetch(_ROWS) == live
    assert live


async def test_a_rebuild_mends_what_had_gone_wrong(
    at: Practice, rebuild: Rebuild, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """The control: a line that was falsified is right again, so the lines do come from the facts."""
    await a_few_visits(at)
    live = await superuser.fetch(_ROWS)
    await superuser.execute("update day_board set status = 'arrived'")
    await rebuild.run()
    assert await superuser.fetch(_ROWS) == live


async def test_the_new_table_is_like_the_old_one(
    rebuild: Rebuild, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Names, indexes, row-level security and privileges are the same after a rebuild as before."""
    questions = (_INDEXES, _POLICIES, _PRIVILEGES)
    before = [await superuser.fetch(question) for question in questions]
    await rebuild.run()
    assert [await superuser.fetch(question) for question in questions] == before


async def test_reading_and_booking_go_on_meanwhile(at: Practice, rebuild: Rebuild) -> None:
    """While the board is built anew three times, no reading is refused and no booking is missing from it."""
    booked: list[str] = []

    async def work(stop: asyncio.Event) -> None:
        hour = 0
        while not stop.is_set():
            answer = await at.book(NINE + timedelta(minutes=30 * (hour % 12)))
            hour += 1
            if answer.is_success:
                booked.append(answer.json()["id"])
                shown = await board(at, answer.headers["Consistency-Token"])
                assert answer.json()["id"] in [line["appointment"] for line in shown]

    async def read(stop: asyncio.Event) -> None:
        while not stop.is_set():
            answer = await at.desk.http.get("/day-board", params={"day": "2030-05-15"})
            assert answer.status_code == 200

    async with in_background(work, read, read):
        for _ in range(3):
            await rebuild.run()
            await asyncio.sleep(0.3)
    assert booked


async def test_the_live_board_goes_on_after_the_switch(at: Practice, rebuild: Rebuild) -> None:
    """After the switch the follower goes on from where the rebuilt board stands."""
    await a_few_visits(at)
    await rebuild.run()
    booked = await at.book(NINE + timedelta(hours=5))
    lines = await board(at, booked.headers["Consistency-Token"])
    assert booked.json()["id"] in [line["appointment"] for line in lines]
