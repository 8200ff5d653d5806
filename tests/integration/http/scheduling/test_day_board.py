"""The clinic's day board: behind the log by moments, and never behind one's own write."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from integration.background import in_background
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done
from integration.stack import Stack


@pytest.fixture(autouse=True)
async def following(database: Database, follower_pool: Pool, stack: Stack) -> AsyncIterator[None]:
    """Follow the log."""
    codec = stack.container.shared().codec()
    process = FollowerProcess(database.url, follower_pool, codec, SystemClock(), [DayBoardFollower()])
    async with in_background(process.run):
        yield


async def test_ones_own_booking_is_on_it(at: Practice) -> None:
    """With the token of a command, the board shows what the command did."""
    booked = await at.book()
    lines = await board(at, booked.headers["Consistency-Token"])
    assert [(line["appointment"], line["status"], line["starts_at"]) for line in lines] == [
        (booked.json()["id"], "booked", "2030-05-15T13:00:00Z")
    ]


async def test_it_follows_what_becomes_of_a_visit(at: Practice) -> None:
    """Moved to another day it leaves this one; cancelled it says so."""
    appointment = await at.booked()
    moved = await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(days=1)).isoformat()})
    assert await board(at, moved.headers["Consistency-Token"]) == []
    cancelled = await at.act(appointment, "cancel")
    (line,) = await board(at, cancelled.headers["Consistency-Token"], day="2030-05-16")
    assert line["status"] == "cancelled"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_day_out_of_all_calendars_is_none(at: Practice, day: str) -> None:
    """A day on which no visit can lie is no day to ask about."""
    refused = await at.desk.http.get("/day-board", params={"day": day})
    assert (refused.status_code, [error["parameter"] for error in refused.json()["errors"]]) == (400, ["day"])


async def board(at: Practice, token: str, day: str = "2030-05-15") -> list[dict[str, str]]:
    """Read a day that has seen what the token stands for."""
    headers = {"Consistency-Token": token}
    shown = await done(await at.desk.http.get("/day-board", params={"day": day}, headers=headers))
    lines: list[dict[str, str]] = shown["items"]
    return lines
