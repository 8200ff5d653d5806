"""Rates that several processes count together, and what Redis may do to them.

The processes' clock stands where the test sets it, and they tell when the test says so; one test leaves them alone.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count

import pytest
from redis.asyncio import Redis

from application.shared.rates import Rate, Share, TooOften
from infrastructure.embedded import EmbeddedValkey
from infrastructure.redis.rate_limits import TELL_EVERY, SharedRateLimits, shared_rate_limits
from integration.background import eventually
from integration.faults.stopping import frozen

SECRET = b"a secret of the installation"
MINUTELY = Rate("credential", 200)
WORTH_TELLING = 10
"""A twentieth of it: what a process gives before it tells."""
PROCESSES = 4
LONG = 30.0
"""Seconds that Redis may take where it is well."""


@dataclass(slots=True)
class Processes:
    """The counting of some processes over one Redis."""

    seconds: float = 0.0
    """What their clock says."""
    each: list[SharedRateLimits] = field(default_factory=list)

    async def tell(self) -> None:
        """Have each tell what it took, and then hear what all took."""
        for _ in range(2):
            await asyncio.gather(*(limits.tell() for limits in self.each))

    async def flood(self, share: Share, seconds: float) -> int:
        """Ask every process 500 times a second, and give how often any let through."""
        through = 0
        for _ in range(round(seconds / TELL_EVERY)):
            through += sum(taken(limits, share, round(500 * TELL_EVERY)) for limits in self.each)
            self.seconds += TELL_EVERY
            await self.tell()
        return through


@pytest.fixture
async def processes(own_valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Processes]:
    """Give some processes that wait for Redis for as long as it takes."""
    monkeypatch.setattr("infrastructure.redis.rate_limits.PATIENCE", LONG)
    async with AsyncExitStack() as life:
        processes = Processes()
        for _ in range(PROCESSES):
            redis = await life.enter_async_context(Redis.from_url(own_valkey.url))
            processes.each.append(SharedRateLimits(redis, SECRET, lambda: processes.seconds))
        yield processes


def takes(limits: SharedRateLimits, share: Share) -> bool:
    """Try to take one."""
    try:
        limits.take([share])
    except TooOften:
        return False
    return True


def taken(limits: SharedRateLimits, share: Share, times: int) -> int:
    """Try to take so many; give how many there were."""
    return sum(takes(limits, share) for _ in range(times))


async def test_what_one_process_gave_the_others_lack(processes: Processes) -> None:
    """Who spent a rate at one process has nothing left at another, once that one has told a twentieth of it."""
    first, second, *_ = processes.each
    share = Share(MINUTELY, "mia")
    assert taken(first, share, 300) == 200
    await processes.tell()
    assert taken(second, share, WORTH_TELLING) == WORTH_TELLING
    await processes.tell()
    assert not takes(second, share)


async def test_a_flood_over_all_processes(processes: Processes) -> None:
    """What all together let through is the rate, with what each was asked before it told; then no more comes back."""
    share = Share(MINUTELY, "flood")
    through = await processes.flood(share, 6)
    assert MINUTELY.a_minute <= through <= MINUTELY.a_minute + PROCESSES * 500 * TELL_EVERY
    assert await processes.flood(share, 3) <= MINUTELY.a_minute / 20 * 3 + PROCESSES


async def test_a_frozen_redis_slows_nobody(
    processes: Processes, own_valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Redis takes connections and answers nothing, telling gives up, and each process has the rate for itself."""
    monkeypatch.setattr("infrastructure.redis.rate_limits.PATIENCE", 0.1)
    share = Share(MINUTELY, "frozen")
    with frozen(own_valkey):
        assert [taken(limits, share, 300) for limits in processes.each] == [200] * PROCESSES
        await asyncio.wait_for(processes.tell(), timeout=LONG)
        processes.seconds += 3
        assert [taken(limits, share, 50) for limits in processes.each] == [10] * PROCESSES


async def test_redis_that_comes_back_is_heeded_again(
    processes: Processes, own_valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Redis was away for a while, what one process gave the others lack again."""
    first, second, *_ = processes.each
    with frozen(own_valkey), monkeypatch.context() as impatient:
        impatient.setattr("infrastructure.redis.rate_limits.PATIENCE", 0.1)
        assert taken(first, Share(MINUTELY, "meanwhile"), WORTH_TELLING) == WORTH_TELLING
        await processes.tell()
    share = Share(MINUTELY, "afterwards")
    assert taken(first, share, 300) == 200
    await processes.tell()
    assert taken(second, share, WORTH_TELLING) == WORTH_TELLING
    await processes.tell()
    assert not takes(second, share)


async def test_a_process_tells_by_itself(own_valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process runs, it tells and hears beside its requests: what was spent elsewhere is refused before long."""
    monkeypatch.setattr("infrastructure.redis.rate_limits.PATIENCE", LONG)
    share, asked = Share(MINUTELY, "mia"), count(1)
    async with (
        shared_rate_limits(own_valkey.url, SECRET) as first,
        shared_rate_limits(own_valkey.url, SECRET) as second,
    ):
        assert taken(first, share, 300) >= MINUTELY.a_minute

        async def spent_there() -> bool:
            await asyncio.sleep(TELL_EVERY / 4)
            return next(asked) > WORTH_TELLING and not takes(second, share)

        await eventually(spent_there)
    assert next(asked) < MINUTELY.a_minute / 2


async def test_nothing_that_names_anybody_gets_to_redis(processes: Processes, own_valkey: EmbeddedValkey) -> None:
    """An address is counted under a digest that nobody computes without the installation's secret."""
    assert taken(processes.each[0], Share(MINUTELY, "203.0.114.7"), 50) == 50
    await processes.tell()
    async with Redis.from_url(own_valkey.url) as redis:
        keys = [key async for key in redis.scan_iter()]
    assert keys
    assert not any(b"203.0.114.7" in key for key in keys)
