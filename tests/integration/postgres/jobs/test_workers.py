import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from redis.asyncio import Redis

from application.shared.jobs import JobKind
from infrastructure.clocks import SystemClock
from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.jobs import JobSweep
from infrastructure.postgres.provisioning import SWEEPER
from infrastructure.saq.process import WorkerProcess
from integration.background import eventually, in_background
from integration.databases import Database
from integration.postgres.jobs.work import Work, journaling, kind

ROOT = Path(__file__).parents[4]
LONG = 120.0
"""Seconds after which a test gives up."""


def worker(rows: Database, redis_url: str, pool: Pool, *kinds: JobKind, grace: int = 60) -> WorkerProcess:
    """Give a worker that sends a lost word again soon; what it claims is its own for longer than any test takes."""
    return WorkerProcess(
        rows.url,
        redis_url,
        pool,
        kinds,
        SystemClock(),
        grace=grace,
        lease=timedelta(minutes=5),
        resend_after=timedelta(seconds=1),
    )


@contextmanager
def other_process(url: str, redis_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker that will not survive."""
    program = [sys.executable, "-m", "integration.postgres.jobs.worker_program", url, redis_url]
    path = os.pathsep.join(str(ROOT / folder) for folder in ("src", "tests"))
    process = subprocess.Popen(program, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def test_jobs_are_done(rows: Database, redis_url: str, app: Pool, work: Work) -> None:
    """What is taken in is done soon, by whichever worker."""
    jobs = [await work.add("test.work") for _ in range(20)]
    processes = [worker(rows, redis_url, app, kind(journaling(app))) for _ in range(2)]
    async with in_background(*(process.run for process in processes)):
        for job in jobs:
            await eventually(partial(work.is_done, job))
    assert sum([await work.began(job) for job in jobs]) == 20


async def test_a_killed_workers_job_is_done_by_another(rows: Database, redis_url: str, app: Pool, work: Work) -> None:
    """A worker is killed in the middle of a job: another does it, and it has its effect once."""
    job = await work.add("test.work")
    with other_process(rows.url, redis_url) as doomed:
        await eventually(lambda: work.began(job))
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
    async with in_background(worker(rows, redis_url, app, kind(journaling(app))).run):
        await eventually(lambda: work.is_done(job))
    assert (await work.began(job), await work.effects()) == (2, 1)


async def test_jobs_survive_the_loss_of_everything_in_redis(
    rows: Database, redis_url: str, app: Pool, work: Work
) -> None:
    """Redis forgets all it was told; every job is done all the same."""
    jobs = [await work.add("test.work") for _ in range(10)]
    now = SystemClock().now()
    async with rows.connected(SWEEPER) as sweeper, Redis.from_url(redis_url) as redis:
        assert len(await JobSweep(sweeper).due(now, resend_after=timedelta(hours=1), limit=100)) == 10
        await redis.flushall()
    async with in_background(worker(rows, redis_url, app, kind(journaling(app))).run):
        await eventually(lambda: work.is_done(jobs[0]))
        async with Redis.from_url(redis_url) as redis:
            await redis.flushall()
        for job in jobs:
            await eventually(partial(work.is_done, job))
    assert await work.effects() == 10


async def test_jobs_wait_while_redis_is_away(rows: Database, app: Pool, work: Work, tmp_path: Path) -> None:
    """Jobs taken in while Redis is down are done when it is back; the worker sits it out without much ado."""
    with EmbeddedValkey(tmp_path / "valkey") as valkey:
        port, url = valkey.port, valkey.url
    job = await work.add("test.work")
    back = EmbeddedValkey(tmp_path / "valkey", port=port)
    try:
        async with in_background(worker(rows, url, app, kind(journaling(app))).run):
            before = time.process_time()
            await asyncio.sleep(3)
            assert time.process_time() - before < 1
            assert not await work.is_done(job)
            back.start()
            await eventually(partial(work.is_done, job))
    finally:
        back.stop()


async def test_a_worker_that_stops_finishes_what_runs(rows: Database, redis_url: str, app: Pool, work: Work) -> None:
    """A worker that is told to stop takes nothing new, and finishes its job."""
    job = await work.add("test.work")
    async with asyncio.timeout(LONG):
        async with in_background(worker(rows, redis_url, app, kind(journaling(app, first_takes=1)), grace=3600).run):
            await eventually(lambda: work.began(job))
    assert await work.is_done(job)


async def test_a_worker_hands_back_what_it_cannot_finish(rows: Database, redis_url: str, app: Pool, work: Work) -> None:
    """A job that outlasts the worker's grace is handed back, and the try does not count."""
    job = await work.add("test.work")
    async with in_background(worker(rows, redis_url, app, kind(journaling(app, first_takes=3600)), grace=1).run):
        await eventually(lambda: work.began(job))
    row = await work.row(job)
    assert (row["state"], row["attempts"], row["claimed_until"]) == ("waiting", 0, None)


async def test_regular_work_is_taken_in_once_an_interval(rows: Database) -> None:
    """Each clinic's regular work stands in its queue once an interval, however many workers see to it."""
    slot = datetime(2030, 5, 14, 9, tzinfo=UTC)
    async with rows.connected("postgres") as superuser, rows.connected(SWEEPER) as connection:
        await superuser.executemany("insert into feed_head values ($1, 1)", [(uuid4(),) for _ in range(3)])
        for _ in range(2):
            await JobSweep(connection).schedule("test.work", slot)
        assert await superuser.fetchval("select count(*) from job") == 3
        await superuser.execute("update job set state = 'done'")
        await JobSweep(connection).schedule("test.work", slot)
        assert await superuser.fetchval("select count(*) from job") == 3
        await JobSweep(connection).schedule("test.work", slot + timedelta(minutes=5))
        assert await superuser.fetchval("select count(*) from job") == 6
