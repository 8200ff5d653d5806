"""Redis, which carries the word that a job is due."""

from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.observability.readiness import REDIS_PATIENCE

OLDEST: Final = 7
"""Its major version."""


async def redis(url: str) -> Finding:
    """Ask Redis who it is."""
    if not url:
        return warning("redis", "REDIS_URL is empty", "Name a Redis in REDIS_URL: a worker cannot do jobs without.")
    try:
        async with Redis.from_url(url, socket_connect_timeout=REDIS_PATIENCE, socket_timeout=REDIS_PATIENCE) as client:
            told = await client.info("server")
    except (RedisError, OSError) as gone:
        return broken("redis", f"no answer ({type(gone).__name__})", "Check REDIS_URL, and that Redis runs.")
    product, version = (
        ("Valkey", told["valkey_version"]) if "valkey_version" in told else ("Redis", told["redis_version"])
    )
    if int(str(version).split(".", 1)[0]) < OLDEST:
        return broken("redis", f"{product} {version}", "Move to Redis 7.0 or Valkey 8, or newer.")
    return ok("redis", f"{product} {version}")
