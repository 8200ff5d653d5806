"""The worker process: follows the log and does jobs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.opening import opened, role_pool
from infrastructure.containers.wiring import pipelines
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.provisioning import FOLLOWER
from infrastructure.postgres.scheduling.day_board import DayBoardFollower
from infrastructure.saq.process import WorkerProcess
from infrastructure.settings import Settings
from interfaces.jobs.kinds import job_kinds


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Follow and work until ``stop`` is set."""
    async with opened(settings) as container, working(settings, container):
        await stop.wait()


@asynccontextmanager
async def working(settings: Settings, container: ApplicationContainer) -> AsyncIterator[None]:
    """Follow and work beside whatever runs inside; at its end finish the batches and jobs that have begun."""
    stop = asyncio.Event()
    async with role_pool(settings, FOLLOWER) as pool, asyncio.TaskGroup() as group:
        shared = container.shared()
        followers = FollowerProcess(settings.direct_url, pool, shared.codec(), shared.clock(), [DayBoardFollower()])
        worker = WorkerProcess(
            settings.direct_url, settings.redis_url, container.pool(), job_kinds(pipelines(container)), shared.clock()
        )
        group.create_task(followers.run(stop))
        group.create_task(worker.run(stop))
        try:
            yield
        finally:
            stop.set()
