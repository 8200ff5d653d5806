"""Work for tests: handlers whose beginnings and effects can be counted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg

from application.shared.jobs import Job, JobKind
from application.shared.retries import Retries
from domain.shared.identifiers import ClinicId
from infrastructure.clocks import SystemClock
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.jobs import write_job

EFFECTS: Final = """
create table began (clinic_id uuid not null, job uuid not null, attempt int not null);
create table effect (clinic_id uuid not null, job uuid primary key);
grant select, insert on began, effect to polyclinic_app
"""
"""A provider that honours idempotency keys: whatever it is asked twice under one key, it does once."""

TWICE: Final = Retries(tries=2, first=timedelta(seconds=1), longest=timedelta(seconds=1))


@dataclass(slots=True)
class Work:
    """A clinic's jobs."""

    pool: Pool
    clinic: ClinicId

    async def add(self, kind: str, due_at: datetime | None = None) -> UUID:
        """Take a job in, due now unless said otherwise."""
        job = uuid4()
        flush = Flush()
        due_at = due_at or SystemClock().now()
        write_job(flush, clinic=self.clinic, id=job, kind=kind, arguments={"n": 1}, due_at=due_at)
        async with clinic_transaction(self.pool, self.clinic) as connection:
            await flush.send(connection)
            await connection.execute("COMMIT")
        return job

    async def row(self, job: UUID) -> asyncpg.Record:
        """Read a job's row."""
        async with clinic_transaction(self.pool, self.clinic) as connection:
            row = await connection.fetchrow("select * from job where clinic_id = $1 and id = $2", self.clinic, job)
        assert row is not None
        return row

    async def is_done(self, job: UUID) -> bool:
        """Tell whether a job was done."""
        return bool((await self.row(job))["state"] == "done")

    async def began(self, job: UUID) -> int:
        """Count how often a job was begun."""
        return int(await self.pool.fetchval("select count(*) from began where job = $1", job))

    async def effects(self) -> int:
        """Count effects."""
        return int(await self.pool.fetchval("select count(*) from effect"))


def journaling(pool: Pool, *, first_takes: float = 0.0) -> Callable[[Job], Awaitable[None]]:
    """Give a handler that notes its beginning, takes its time the first time, and then has its effect."""

    async def handler(job: Job) -> None:
        await pool.execute("insert into began values ($1, $2, $3)", job.clinic, job.id, job.attempt)
        if job.attempt == 1:
            await asyncio.sleep(first_takes)
        await pool.execute("insert into effect values ($1, $2) on conflict do nothing", job.clinic, job.id)

    return handler


def kind(handler: Callable[[Job], Awaitable[None]], **said: Any) -> JobKind:
    """Give a kind of work named ``test.work``."""
    fields: dict[str, Any] = {"name": "test.work", "handler": handler, "retries": TWICE} | said
    return JobKind(**fields)
