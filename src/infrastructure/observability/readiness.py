"""What `ready` looks at."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from redis.asyncio import Redis

from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.identity.revocations import PostgresRevocations

REDIS_PATIENCE: Final = 1.0
"""Seconds."""


class DatabaseReady:
    """Asks PostgreSQL for a row."""

    name = "database"
    needed = True

    def __init__(self, pool: Pool) -> None:
        """Ask through the pool that requests use."""
        self._pool = pool

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell how many connections are open and idle. Raises ``Unavailable``."""
        async with lent(self._pool) as connection:
            await connection.fetchval("SELECT 1")
        return {"connections": self._pool.get_size(), "idle": self._pool.get_idle_size()}


class RevocationsHeard:
    """Looks how long ago the process heard whose session ended: whoever has not heard lets nobody in."""

    name = "revocations"
    needed = True

    def __init__(self, revocations: PostgresRevocations) -> None:
        """Look at what requests are held against."""
        self._revocations = revocations

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell the age of the last reading. Raises ``NotVouchedFor`` where it is not believed any more."""
        self._revocations.check_heard()
        return {"age_ms": round(self._revocations.age * 1000)}


class RedisReady:
    """Sends a PING. What Redis does can also be done without it, only slower, so it is not needed."""

    name = "redis"
    needed = False

    def __init__(self, redis: Any) -> None:
        """Ask through a client of ``redis.asyncio``."""
        self._redis = redis

    async def look(self) -> Mapping[str, int | float | str]:
        """Raise what the driver raises where it does not answer."""
        await self._redis.ping()
        return {}


@asynccontextmanager
async def servers_ready(pool: Pool, redis_url: str) -> AsyncIterator[tuple[DatabaseReady | RedisReady, ...]]:
    """Give the checks of the servers that stand beside every process; without an address there is no Redis to ask."""
    if not redis_url:
        yield (DatabaseReady(pool),)
        return
    async with Redis.from_url(redis_url, socket_connect_timeout=REDIS_PATIENCE, socket_timeout=REDIS_PATIENCE) as redis:
        yield DatabaseReady(pool), RedisReady(redis)
