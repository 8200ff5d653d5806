"""A sandbox that can be booked, on the Monday before the clocks change in New York."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

import pytest

from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.catalogue import followers
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.saq.process import WorkerProcess
from integration.background import in_background
from integration.clock import SetClock
from integration.databases import Database
from integration.http.sandbox.play import Play
from integration.http.scheduling.practice import practice
from integration.stack import Stack
from interfaces.jobs.kinds import job_kinds

MONDAY_EIGHT: Final = datetime.fromisoformat("2030-10-28T12:00:00Z")


@pytest.fixture
async def play(stack: Stack) -> Play:
    """Give the sandbox."""
    sandbox = await stack.open_clinic("America/New_York", sandbox=True)
    play = Play(await practice(sandbox))
    await play.set_clock(MONDAY_EIGHT)
    return play


@pytest.fixture
async def working(
    database: Database, follower_pool: Pool, stack: Stack, clock: SetClock, valkey_server: EmbeddedValkey
) -> AsyncIterator[None]:
    """Follow the log and do jobs, in a world whose clock stands still: nothing is done because an interval is over."""
    assert stack.pool is not None
    codec = stack.container.shared().codec()
    process = FollowerProcess(database.url, follower_pool, codec, clock, followers(clock))
    worker = WorkerProcess(database.url, valkey_server.url, stack.pool, job_kinds(stack.use_cases), clock)
    async with in_background(process.run, worker.run):
        yield
