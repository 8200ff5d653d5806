"""Rates that several processes count together, and what Redis may do to them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from redis.asyncio import Redis

from application.shared.rates import Rate, Share, TooOften
from infrastructure.embedded import EmbeddedValkey
from infrastructure.redis.rate_limits import PATIENCE, TELL_EVERY, SharedRateLimits, shared_rate_limits
from integration.faults.stopping import frozen

SECRET = b"a secret of the installation"
MINUTELY = Rate("credential", 200)
PROCESSES = 4


@pytest.fixture
async def processes(own_valkey: EmbeddedValkey) -> AsyncIterator[list[SharedRateLimits]]:
    """Give the counting of some processes over one Redis."""
    async with AsyncExitStack() as life:
        yield [await life.enter_async_context(shared_rate_limits(own_valkey.url, SECRET)) for _ in range(PROCESSES)]


def takes(limits: SharedRateLimits, share: Share) -> bool:
    """Try to take one."""
    try:
        limits.take([share])
    except TooOften:
        return False
    return True


async def flooded(processes: list[SharedRateLimits], share: Share, seconds: float) -> int:
    """Ask every process 500 times a second, and give how often any let through."""
    through, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        through += sum(takes(limits, share) for limits in processes)
        await asyncio.sleep(0.002)
    return through


async def told() -> None:
    """Wait until every process has told what it took, and heard of it."""
    await asyncio.sleep(3 * TELL_EVERY)


async def test_what_one_process_gave_the_others_lack(processes: list[SharedRateLimits]) -> None:
    """Who spent a rate at one process has nothing left at another."""
    first, second, *_ = processes
    share = Share(MINUTELY, "mia")
    assert sum(takes(first, share) for _ in range(300)) == 200
    await told()
    # The others learn of it with what they give next: a twentieth of the rate, and what is asked until they are told.
    await flooded([second], share, 2 * TELL_EVERY)
    await told()
    assert not takes(second, share)


async def test_a_flood_over_all_processes(processes: list[SharedRateLimits]) -> None:
    """What all together let through is the rate, with a twentieth and what was asked within a moment on top."""
    share = Share(MINUTELY, "flood")
    through = await flooded(processes, share, 6)
    at_once = MINUTELY.a_minute + PROCESSES * 500 * 2 * TELL_EVERY
    assert MINUTELY.a_minute <= through <= at_once
    assert await flooded(processes, share, 3) <= MINUTELY.a_minute / 20 * 3 + PROCESSES


async def test_a_frozen_redis_slows_nobody(processes: list[SharedRateLimits], own_valkey: EmbeddedValkey) -> None:
    """While Redis takes connections and answers nothing, taking waits for nobody, and each process has the rate."""
    share = Share(MINUTELY, "frozen")
    with frozen(own_valkey):
        began = time.monotonic()
        taken = [sum(takes(limits, share) for _ in range(300)) for limits in processes]
        assert time.monotonic() - began < PATIENCE
        assert taken == [200] * PROCESSES
        await asyncio.sleep(2 * PATIENCE)
        # Alone each goes on at the rate: some three or four came back within a second.
        assert all(sum(takes(limits, share) for _ in range(50)) < 10 for limits in processes)


async def test_redis_that_comes_back_is_heeded_again(
    processes: list[SharedRateLimits], own_valkey: EmbeddedValkey
) -> None:
    """After Redis was away for a while, what one process gave the others lack again."""
    first, second, *_ = processes
    with frozen(own_valkey):
        takes(first, Share(MINUTELY, "meanwhile"))
        await asyncio.sleep(2 * PATIENCE)
    await asyncio.sleep(2 * PATIENCE)
    share = Share(MINUTELY, "afterwards")
    assert sum(takes(first, share) for _ in range(300)) == 200
    await told()
    await flooded([second], share, 2 * TELL_EVERY)
    await told()
    assert not takes(second, share)


async def test_nothing_that_names_anybody_gets_to_redis(
    processes: list[SharedRateLimits], own_valkey: EmbeddedValkey
) -> None:
    """An address is counted under a digest that nobody computes without the installation's secret."""
    for _ in range(50):
        takes(processes[0], Share(MINUTELY, "203.0.114.7"))
    await told()
    async with Redis.from_url(own_valkey.url) as redis:
        keys = [key async for key in redis.scan_iter()]
    assert keys
    assert not any(b"203.0.114.7" in key for key in keys)
