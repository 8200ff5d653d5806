"""A worker in a process of its own, to be killed: its jobs' first attempts never end."""

import asyncio
import sys
from datetime import timedelta

from infrastructure.clocks import SystemClock
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.provisioning import APP
from infrastructure.saq.process import WorkerProcess
from integration.postgres.jobs.work import journaling, kind


async def main(url: str, redis_url: str) -> None:
    """Work until killed."""
    pool = await open_pool(url, APP, size=4, statement_cache=100)
    kinds = [kind(journaling(pool, first_takes=3600))]
    process = WorkerProcess(url, redis_url, pool, kinds, SystemClock(), lease=timedelta(seconds=2))
    await process.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
