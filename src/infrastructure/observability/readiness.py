"""What `ready` looks at."""

from collections.abc import Mapping
from typing import Any

from infrastructure.postgres.connection import Pool, lent


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


class FollowersReady:
    """Looks how far followers are behind the heads of their clinics' feeds. They delay reading, they stop nothing."""

    name = "followers"
    needed = False

    def __init__(self, pool: Pool) -> None:
        """Ask through a pool in the follower's role, which sees every clinic."""
        self._pool = pool

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell the largest lag, in facts, and how many lanes are parked. Raises ``Unavailable``."""
        async with lent(self._pool) as connection:
            row = await connection.fetchrow(_LAG)
        return {"lag": row["lag"], "parked": row["parked"]} if row is not None else {}


_LAG = """
SELECT coalesce(max(head.feed_no - checkpoint.feed_no), 0) AS lag,
       count(*) FILTER (WHERE checkpoint.state = 'parked') AS parked
  FROM checkpoint JOIN feed_head AS head USING (clinic_id)
"""
