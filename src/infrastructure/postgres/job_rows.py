"""What an operator sees of jobs, and does to one: over all clinics, as the sweeper. No argument of a job is read."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from application.shared.jobs import JobState
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.jobs import REVIVE

_COLUMNS: Final = """
clinic_id as clinic, id, kind, state, attempts, due_at, sent_at, claimed_until, finished_at, failure
"""

# The state stands in the text, so that its partial index can be used.
_LIST = """
select {columns} from job
 where state = '{state}' and ($1::uuid is null or clinic_id = $1) and ($2::text is null or kind = $2)
 order by {order} desc, clinic_id, id limit $3
"""

_SHOW = f"select {_COLUMNS} from job where id = $1"  # noqa: S608 - own words

_DEAD = """
select clinic_id, id from job where state = 'dead' and ($1::uuid is null or clinic_id = $1)
   and ($2::text is null or kind = $2)
"""


class JobRow(msgspec.Struct, frozen=True, kw_only=True):
    """A job without what it is about."""

    clinic: ClinicId
    id: UUID
    kind: str
    state: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    """When Redis was last told."""
    claimed_until: datetime | None
    """Until when its worker has it."""
    finished_at: datetime | None
    failure: str | None
    """The last failure's class name, or the code of the rule that said no."""


class JobRows:
    """Lists jobs and has dead ones tried again."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        """Look through a connection of the sweeper's."""
        self._connection = connection

    async def of_state(self, state: JobState, *, clinic: ClinicId | None, kind: str | None, limit: int) -> list[JobRow]:
        """Give jobs in a state, the latest first."""
        order = "finished_at" if state in {JobState.DONE, JobState.REFUSED, JobState.DEAD} else "due_at"
        statement = _LIST.format(columns=_COLUMNS, state=state.value, order=order)
        return [JobRow(**dict(row)) for row in await self._connection.fetch(statement, clinic, kind, limit)]

    async def show(self, id: UUID) -> JobRow | None:  # noqa: A002 - the field's word
        """Give one job."""
        row = await self._connection.fetchrow(_SHOW, id)
        return JobRow(**dict(row)) if row is not None else None

    async def dead(self, *, clinic: ClinicId | None, kind: str | None) -> list[tuple[UUID, UUID]]:
        """Name dead jobs by clinic and id."""
        return [(row["clinic_id"], row["id"]) for row in await self._connection.fetch(_DEAD, clinic, kind)]

    async def requeue(self, clinic: UUID, id: UUID, now: datetime) -> bool:  # noqa: A002 - the field's word
        """Have a dead job tried again from the start; tell whether it was dead."""
        return await self._connection.fetchval(REVIVE, clinic, id, now) is not None
