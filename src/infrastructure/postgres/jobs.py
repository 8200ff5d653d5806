"""Rows of jobs: taken in with a command's flush, claimed, settled, and swept by who sees those of every clinic."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from application.shared.execution import Execution
from application.shared.jobs import Job, JobState
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.session import current

INSERT: Final = """
insert into job (clinic_id, id, kind, arguments, due_at)
values ($1::uuid, $2::uuid, $3::text, $4::jsonb, $5::timestamptz)
on conflict do nothing
"""

# A clinic that takes nobody has nothing done for it either; its jobs wait until it is reinstated.
_OPEN = "not exists (select from clinic_directory d where d.clinic_id = job.clinic_id and d.standing <> 'open')"

_CLAIM = f"""
update job set state = 'running', attempts = attempts + 1, claimed_until = $4, sent_at = null
 where clinic_id = $1 and id = $2 and state in ('waiting', 'running') and due_at <= $3
   and (claimed_until is null or claimed_until <= $3) and {_OPEN}
returning kind, arguments, attempts
"""  # noqa: S608 - own words

# The number of the attempt is the fence: a worker whose claim lapsed and was taken again changes nothing.
_HELD = "where clinic_id = $1 and id = $2 and attempts = $3 and state = 'running'"

_EXTEND = f"update job set claimed_until = $4 {_HELD} returning true"  # noqa: S608 - own words
_SETTLE = f"update job set state = $4, failure = $5, finished_at = $6, claimed_until = null {_HELD}"  # noqa: S608 - own words
_POSTPONE = f"update job set state = 'waiting', failure = $4, due_at = $5, claimed_until = null {_HELD}"  # noqa: S608 - own words
_HAND_BACK = f"update job set state = 'waiting', attempts = attempts - 1, claimed_until = null {_HELD}"  # noqa: S608 - own words

REVIVE: Final = """
update job set state = 'waiting', attempts = 0, due_at = $3, finished_at = null, sent_at = null
 where clinic_id = $1 and id = $2 and state = 'dead'
returning true
"""

_DUE = f"""
update job j set state = 'waiting', claimed_until = null, sent_at = $1
  from (select clinic_id, id from job
         where state in ('waiting', 'running') and due_at <= $1
           and (claimed_until is null or claimed_until <= $1)
           and (sent_at is null or sent_at <= $2) and {_OPEN}
         order by due_at limit $3 for update skip locked) as due
 where j.clinic_id = due.clinic_id and j.id = due.id
returning j.clinic_id, j.id, j.attempts
"""  # noqa: S608 - own words

_UNSENT = """
update job j set sent_at = null
  from unnest($1::uuid[], $2::uuid[]) as u (clinic_id, id)
 where j.clinic_id = u.clinic_id and j.id = u.id and j.sent_at = $3
"""

# One job a clinic, kind and interval, whoever of several processes comes first; none while an earlier one still waits.
_SCHEDULE = """
insert into job (clinic_id, id, kind, arguments, due_at)
select h.clinic_id, md5(concat_ws('/', $1::text, h.clinic_id, extract(epoch from $2::timestamptz)))::uuid, $1, '{}', $2
  from feed_head h
 where h.clinic_id not in (select clinic_id from job where kind = $1 and state in ('waiting', 'running'))
on conflict do nothing
"""

_FORGET = """
delete from job where (clinic_id, id) in (
  select clinic_id, id from job where state = 'done' and finished_at < $1 order by finished_at limit $2)
"""

# One half for each partial index; those that were done are many and nobody waits for them.
_COUNTS = """
select kind, state, count(*) as jobs from (
  select kind, case when state = 'waiting' and due_at <= $1 then 'due' else state end as state
    from job where state in ('waiting', 'running')
  union all
  select kind, state from job where state in ('refused', 'dead')) as open
 group by kind, state order by kind, state
"""

_encode = msgspec.json.Encoder().encode


class JobCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs of a kind there are in a state, over all clinics."""

    kind: str
    state: str
    """``waiting`` for its time, ``due``, ``running``, ``refused`` or ``dead``."""
    jobs: int


class DueJob(NamedTuple):
    """A job that a worker should hear of."""

    clinic: UUID
    id: UUID
    attempts: int
    """Above 0 a worker had it before, and perhaps died over it."""


def write_job(  # noqa: PLR0913 - a job has that many columns
    flush: Flush,
    *,
    clinic: UUID,
    id: UUID,  # noqa: A002 - the field's word
    kind: str,
    arguments: Mapping[str, Any],
    due_at: datetime,
) -> None:
    """Add a job's row to a flush: a command's, or a follower's."""
    flush.write(INSERT, clinic, id, kind, _encode(arguments).decode(), due_at)


class PostgresJobQueue:
    """Takes jobs in with the running command."""

    async def enqueue(
        self,
        kind: str,
        execution: Execution,
        *,
        arguments: Mapping[str, Any] | None = None,
        due_at: datetime | None = None,
        name: str = "job",
    ) -> UUID:
        """Add a job to the command's flush."""
        job = execution.new_id(f"{kind}/{name}")
        write_job(
            current().flush,
            clinic=execution.clinic,
            id=job,
            kind=kind,
            arguments=arguments or {},
            due_at=due_at or execution.now,
        )
        return job


class PostgresJobLedger:
    """Claims and settles, each in a short transaction of the job's clinic."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def claim(self, clinic: ClinicId, id: UUID, now: datetime, until: datetime) -> Job | None:  # noqa: A002 - the field's word
        """Take a job that is due and that nobody works on."""
        row = await self._change(_CLAIM, clinic, id, now, until)
        if row is None:
            return None
        return Job(
            clinic=clinic,
            id=id,
            kind=row["kind"],
            arguments=msgspec.json.decode(row["arguments"]),
            attempt=row["attempts"],
        )

    async def extend(self, job: Job, until: datetime) -> bool:
        """Hold a claim longer."""
        return await self._change(_EXTEND, job.clinic, job.id, job.attempt, until) is not None

    async def settle(self, job: Job, state: JobState, failure: str | None, now: datetime) -> None:
        """Keep how a job ended."""
        await self._change(_SETTLE, job.clinic, job.id, job.attempt, state.value, failure, now)

    async def postpone(self, job: Job, failure: str, due_at: datetime) -> None:
        """Give a job that failed back, to be tried again."""
        await self._change(_POSTPONE, job.clinic, job.id, job.attempt, failure, due_at)

    async def hand_back(self, job: Job) -> None:
        """Give a job back as if it had not been claimed."""
        await self._change(_HAND_BACK, job.clinic, job.id, job.attempt)

    async def revive(self, clinic: ClinicId, id: UUID, now: datetime) -> bool:  # noqa: A002 - the field's word
        """Have a dead job tried again from the start; tell whether it was dead."""
        return await self._change(REVIVE, clinic, id, now) is not None

    async def _change(self, sql: str, clinic: UUID, *arguments: Any) -> asyncpg.Record | None:
        async with clinic_transaction(self._pool, clinic) as connection:
            row = await connection.fetchrow(sql, clinic, *arguments)
            await connection.execute("COMMIT")
            return row


class JobSweep:
    """Statements over the jobs of every clinic, as the sweeper, on a connection of one's own."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection

    async def due(self, now: datetime, *, resend_after: timedelta, limit: int) -> list[DueJob]:
        """Mark due jobs as sent, and give them: new ones, those whose word seems lost, and those whose worker died."""
        rows = await self._connection.fetch(_DUE, now, now - resend_after, limit)
        return [DueJob(*row) for row in rows]

    async def unsent(self, jobs: Iterable[DueJob], sent_at: datetime) -> None:
        """Take the mark back from jobs that could not be sent."""
        jobs = list(jobs)
        await self._connection.execute(_UNSENT, [job.clinic for job in jobs], [job.id for job in jobs], sent_at)

    async def schedule(self, kind: str, slot: datetime) -> None:
        """Have a regular kind done in every clinic for the interval that begins at ``slot``, unless that was done."""
        await self._connection.execute(_SCHEDULE, kind, slot)

    async def counts(self, now: datetime) -> list[JobCount]:
        """Count the jobs that are not done."""
        return [JobCount(**dict(row)) for row in await self._connection.fetch(_COUNTS, now)]

    async def forget(self, before: datetime, limit: int) -> None:
        """Delete jobs that were done before an instant."""
        await self._connection.execute(_FORGET, before, limit)
