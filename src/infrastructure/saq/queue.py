"""SAQ's queue, built so that a lost or hanging Redis costs neither the processor nor the log."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError
from saq import Status
from saq.queue.redis import RedisQueue

from infrastructure.postgres.jobs import DueJob

NAME: Final = "polyclinic"
FUNCTION: Final = "run"

LONGEST: Final = 3600
"""Seconds after which SAQ takes a worker for dead. The runner ends an attempt long before, each kind in its time."""

LOST: Final = (RedisError, OSError, TimeoutError)
"""What Redis raises that cannot be reached."""

_TRANSPORT_RETRIES = 3
_SECONDS = 2.0


def working_queue(url: str) -> RedisQueue:
    """Give the queue that a worker takes from. While Redis is away it waits, quietly, for as long as it takes."""
    client = Redis.from_url(
        url,
        retry=Retry(ExponentialWithJitterBackoff(base=0.1, cap=5), 1000),
        health_check_interval=30,
        socket_connect_timeout=_SECONDS,
        socket_timeout=5 * _SECONDS,  # above the time for which a worker waits for a job
        socket_keepalive=True,
    )
    return RedisQueue(client, name=NAME)


async def let_go(queue: RedisQueue) -> None:
    """Close a queue's connections. A Redis that is away is left without a word."""
    with suppress(*LOST):
        await queue.disconnect()
    await queue.redis.connection_pool.disconnect(inuse_connections=True)


class Carrier:
    """Sends word of due jobs. It gives up soon: the rows stay, and are sent again."""

    def __init__(self, url: str) -> None:
        client = Redis.from_url(
            url,
            retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.2), 1),
            health_check_interval=30,
            socket_connect_timeout=_SECONDS,
            socket_timeout=_SECONDS,
        )
        self._queue = RedisQueue(client, name=NAME)

    async def send(self, job: DueJob) -> None:
        """Say that a job is due. Raises ``LOST``."""
        if await self._enqueue(job) or not job.attempts:
            return
        # Redis still counts it as running with the worker that died; that claim has lapsed, so this one is dropped.
        stale = await self._queue.job(_key(job.id))
        if stale is not None:
            await self._queue.finish(stale, Status.ABORTED)
            await self._enqueue(job)

    async def close(self) -> None:
        """Disconnect."""
        await let_go(self._queue)

    async def _enqueue(self, job: DueJob) -> bool:
        sent = await self._queue.enqueue(
            FUNCTION,
            key=_key(job.id),
            clinic=str(job.clinic),
            id=str(job.id),
            timeout=LONGEST,
            retries=_TRANSPORT_RETRIES,
            retry_delay=1.0,
            retry_backoff=True,
            ttl=-1,
        )
        return sent is not None


def _key(id: UUID) -> str:  # noqa: A002 - the field's word
    return str(id)
