"""How far each follower is in each clinic's feed, and what keeps it there.

A checkpoint moves in the transaction of the rows that follow from the facts, and only from exactly where it was read:
whoever comes second changes nothing.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Connection, Pool, clinic_transaction
from infrastructure.postgres.errors import translated

_BEHIND = """
select h.clinic_id
  from feed_head h left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = $1
 where h.feed_no > coalesce(c.feed_no, 0)
   and (c.state is null or c.state = 'running')
   and (c.retry_at is null or c.retry_at <= $2)
"""

_READ = "select feed_no, state, attempts, retry_at from checkpoint where clinic_id = $1 and follower = $2"

_BEGIN = """
insert into checkpoint (clinic_id, follower, feed_no) values ($1, $2, $3) on conflict do nothing returning true
"""

_MOVE = """
update checkpoint set feed_no = $4, attempts = 0, failure = null, retry_at = null
 where clinic_id = $1 and follower = $2 and feed_no = $3 and state = 'running'
returning true
"""

_FAIL = """
insert into checkpoint as c (clinic_id, follower, feed_no, state, attempts, failure, retry_at)
values ($1, $2, $3, $6, $4 + 1, $5, $7)
on conflict (clinic_id, follower) do update
   set state = excluded.state, attempts = excluded.attempts, failure = excluded.failure, retry_at = excluded.retry_at
 where c.feed_no = $3 and c.attempts = $4 and c.state = 'running'
returning true
"""

_RESUME = """
update checkpoint set state = 'running', attempts = 0, failure = null, retry_at = null
 where clinic_id = $1 and follower = $2 and state = 'parked'
returning true
"""

_PARKED = """
select c.clinic_id as clinic, c.follower, c.feed_no + 1 as feed_no, f.name as fact, c.attempts, c.failure
  from checkpoint c
  left join feed f on f.clinic_id = c.clinic_id and f.feed_no = c.feed_no + 1
 where c.state = 'parked'
 order by c.follower, c.clinic_id
"""

_LAG = """
select coalesce(sum(h.feed_no - coalesce(c.feed_no, 0)), 0)::bigint as waiting,
       count(*) filter (where c.state = 'parked') as parked
  from feed_head h left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = $1
"""


class CheckpointMoved(Exception):
    """Somebody else took these facts; what was to follow from them is taken back."""


class Checkpoint(NamedTuple):
    """A lane's place: everything up to ``feed_no`` has had its effect."""

    feed_no: int = 0
    state: str = "running"
    attempts: int = 0
    retry_at: datetime | None = None
    is_kept: bool = True

    def is_open(self, now: datetime) -> bool:
        """Tell whether the lane may go on: it is neither parked nor pausing after a failure."""
        return self.state == "running" and (self.retry_at is None or self.retry_at <= now)


class ParkedLane(msgspec.Struct, frozen=True, kw_only=True):
    """A lane that stands still until a person resumes it."""

    clinic: ClinicId
    follower: str
    feed_no: int
    """The fact at which it stands."""
    fact: str | None
    """That fact's stored name."""
    attempts: int
    failure: str | None
    """The failure's class name; its message could be about a person."""


class Lag(NamedTuple):
    """How far a follower is behind, over all clinics."""

    waiting: int
    """Facts."""
    parked: int
    """Lanes."""


async def read(connection: Connection, clinic: ClinicId, follower: str) -> Checkpoint:
    """Give a lane's checkpoint; a lane that was never followed stands before the first fact."""
    row = await connection.fetchrow(_READ, clinic, follower)
    return Checkpoint(is_kept=False) if row is None else Checkpoint(*row)


async def move(connection: Connection, clinic: ClinicId, follower: str, at: Checkpoint, upto: int) -> None:
    """Move a checkpoint within the transaction of what follows. Raises ``CheckpointMoved``."""
    if at.is_kept:
        moved = await connection.fetchval(_MOVE, clinic, follower, at.feed_no, upto)
    else:
        moved = await connection.fetchval(_BEGIN, clinic, follower, upto)
    if not moved:
        raise CheckpointMoved(follower)


class Checkpoints:
    """Finds lanes with work, keeps failures, parks and resumes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def behind(self, follower: str, now: datetime) -> list[ClinicId]:
        """Name the clinics whose feed has more for a follower, except where it is parked or pauses."""
        with translated():
            return [ClinicId(row["clinic_id"]) for row in await self._pool.fetch(_BEHIND, follower, now)]

    async def fail(  # noqa: PLR0913 - a failure has that many sides
        self,
        clinic: ClinicId,
        follower: str,
        at: Checkpoint,
        *,
        failure: str,
        pause: timedelta | None,
        now: datetime,
    ) -> bool:
        """Keep that the fact behind ``at`` failed, to be tried again after a pause; without one the lane is parked.

        Tells whether it was: not if somebody else has moved the lane meanwhile.
        """
        state, retry_at = ("parked", None) if pause is None else ("running", now + pause)
        async with clinic_transaction(self._pool, clinic) as connection:
            kept = await connection.fetchval(_FAIL, clinic, follower, at.feed_no, at.attempts, failure, state, retry_at)
            await connection.execute("COMMIT")
        return bool(kept) and pause is None

    async def resume(self, clinic: ClinicId, follower: str) -> bool:
        """Let a parked lane try again from the fact at which it stands; tell whether it was parked."""
        async with clinic_transaction(self._pool, clinic) as connection:
            resumed = await connection.fetchval(_RESUME, clinic, follower)
            await connection.execute("COMMIT")
        return bool(resumed)

    async def parked(self) -> list[ParkedLane]:
        """List every parked lane."""
        with translated():
            return [ParkedLane(**dict(row)) for row in await self._pool.fetch(_PARKED)]

    async def lag(self, follower: str) -> Lag:
        """Tell how far a follower is behind."""
        with translated():
            row = await self._pool.fetchrow(_LAG, follower)
        return Lag(0, 0) if row is None else Lag(row["waiting"], row["parked"])
