"""A clinic that takes nobody has nothing done for it either: its jobs wait, and none is lost."""

from datetime import timedelta

import pytest

from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.jobs import JobSweep, PostgresJobLedger
from infrastructure.postgres.provisioning import SWEEPER
from integration.databases import Database
from integration.postgres.jobs.work import Work

_LIST = "insert into clinic_directory (slug, clinic_id) values ('lakeside', $1)"
_STAND = "update clinic_directory set standing = $2 where clinic_id = $1"

MINUTE = timedelta(minutes=1)


async def told(rows: Database) -> int:
    """Count the jobs that workers are told of now."""
    async with rows.connected(SWEEPER) as sweeper:
        return len(await JobSweep(sweeper).due(SystemClock().now(), resend_after=timedelta(0), limit=10))


@pytest.mark.parametrize("standing", ["suspended", "closed"])
async def test_jobs_wait(rows: Database, app: Pool, work: Work, standing: str) -> None:
    """No worker hears of a job, nor gets one it heard of before; once the clinic is open again, all are done."""
    job = await work.add("test.work")
    await app.execute(_LIST, work.clinic)
    assert await told(rows) == 1
    await app.execute(_STAND, work.clinic, standing)
    now, ledger = SystemClock().now(), PostgresJobLedger(app)
    assert (await told(rows), await ledger.claim(work.clinic, job, now, now + MINUTE)) == (0, None)
    await app.execute(_STAND, work.clinic, "open")
    assert await told(rows) == 1
    assert await ledger.claim(work.clinic, job, now, now + MINUTE) is not None
