"""Counting what is asked of all processes together.

Each process counts for itself, and several times a second tells Redis what was taken of it; Redis tells what is left
for everybody. So no request waits for Redis. While Redis is away each process goes on by its own count, and the most
that all together let through is the rate times their number.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from application.shared.rates import Left, Rate, Share
from infrastructure.memory.rate_limits import MOST_KNOWN, InProcessRateLimits

TELL_EVERY: Final = 0.2
"""Seconds. Between two tellings a process may let through, beyond a rate, what it is asked in so long."""

WORTH_TELLING: Final = 20
"""A share is told when a twentieth of it was taken since; that much a process may let through beyond a rate, too."""

AT_ONCE: Final = 100
"""Shares that are told together at most; the others wait for the next time."""

PATIENCE: Final = 0.5
"""Seconds that Redis has to take all of it."""

LOST: Final = (RedisError, OSError, TimeoutError)

_log = structlog.get_logger(__name__)


class SharedRateLimits:
    """Counts in this process, and heeds what the others took."""

    def __init__(self, redis: Redis, secret: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        """``secret`` keys the digests by which shares are known, alike in every process; ``clock`` gives seconds."""
        self._own = InProcessRateLimits(secret, clock)
        storage = RedisStorage(
            "async+redis://",  # the library wants one, and uses the pool's own
            implementation="redispy",
            key_prefix="polyclinic:rates",
            connection_pool=redis.connection_pool,  # type: ignore[arg-type] # the library names plain values alone
        )
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._untold: dict[bytes, int] = {}
        self._due: dict[bytes, Rate] = {}
        self._is_alone = False

    def take(self, shares: Sequence[Share]) -> tuple[Left, ...]:
        """Take one of each share, or nothing. Raises ``TooOften``."""
        left = self._own.take(shares)
        for share in shares:
            self._note(self._own.key(share), share.rate)
        return left

    async def tell(self) -> None:
        """Tell Redis what is due, and hear what is left. Where Redis is away, only what was taken is lost."""
        due = [(key, self._due.pop(key)) for key in list(self._due)[:AT_ONCE]]
        try:
            async with asyncio.timeout(PATIENCE):
                for key, rate in due:
                    await self._exchange(key, rate)
        except LOST as lost:
            if not self._is_alone:
                _log.warning("rates_counted_alone", failure=type(lost).__name__)
            self._is_alone = True
        else:
            if self._is_alone and due:
                _log.info("rates_shared_again")
                self._is_alone = False

    def _note(self, key: bytes, rate: Rate) -> None:
        untold = self._untold.pop(key, 0) + 1
        self._untold[key] = untold
        if untold * WORTH_TELLING >= rate.a_minute:
            self._due[key] = rate
        if len(self._untold) > MOST_KNOWN:
            forgotten = next(iter(self._untold))
            del self._untold[forgotten]
            self._due.pop(forgotten, None)

    async def _exchange(self, key: bytes, rate: Rate) -> None:
        item, name = RateLimitItemPerMinute(rate.a_minute), key.hex()
        told = min(self._untold.pop(key), rate.a_minute)
        fits = await self._limiter.hit(item, name, cost=told)
        everybodys = (await self._limiter.get_window_stats(item, name)).remaining
        # What did not fit is owed: it is told again until it does, and meanwhile nothing more is given.
        if not fits:
            self._untold[key] = self._untold.get(key, 0) + told
            self._due[key] = rate
        self._own.leave(key, rate, everybodys - self._untold.get(key, 0))


@asynccontextmanager
async def shared_rate_limits(url: str, secret: bytes) -> AsyncIterator[SharedRateLimits]:
    """Count together with all that share a Redis and a secret, beside whatever runs inside."""
    async with Redis.from_url(
        url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    ) as redis:
        limits = SharedRateLimits(redis, secret)
        telling = asyncio.create_task(_kept_told(limits))
        try:
            yield limits
        finally:
            telling.cancel()
            await asyncio.wait({telling})


async def _kept_told(limits: SharedRateLimits) -> None:
    while True:
        await asyncio.sleep(TELL_EVERY)
        await limits.tell()
