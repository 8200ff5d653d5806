"""What an operator sees of lanes, and does to one: every follower's place in every clinic's feed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.errors import translated

# A follower that is named here has a lane in every clinic; another one, such as a rebuild's, where it has begun.
_LANES = """
select f.name as follower, h.clinic_id as clinic, coalesce(c.state, 'running') as state,
       coalesce(c.feed_no, 0) as checkpoint, h.feed_no as head, h.feed_no - coalesce(c.feed_no, 0) as lag,
       coalesce(c.attempts, 0) as attempts, c.failure, c.retry_at, stands.name as fact
  from feed_head h
 cross join (select unnest($1::text[]) as name union select distinct follower from checkpoint) as f
  left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = f.name
  left join feed stands on c.attempts > 0 and stands.clinic_id = c.clinic_id and stands.feed_no = c.feed_no + 1
 where (c.follower is not null or f.name = any($1::text[]))
   and ($2::text is null or f.name = $2) and ($3::uuid is null or h.clinic_id = $3)
 order by f.name, h.clinic_id
"""

_STREAM = "select stream_id from feed where clinic_id = $1 and feed_no = $2"

_SKIP = """
update checkpoint set feed_no = $3, state = 'running', attempts = 0, failure = null, retry_at = null
 where clinic_id = $1 and follower = $2 and feed_no = $3 - 1 and state = 'parked'
returning true
"""


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One follower in one clinic's feed."""

    follower: str
    clinic: ClinicId
    state: str
    """``running`` or ``parked``."""
    checkpoint: int
    """The number of the last fact that had its effect."""
    head: int
    """The number of the clinic's last fact."""
    lag: int
    """Facts between the two."""
    attempts: int
    """How often the fact behind the checkpoint was tried in vain."""
    failure: str | None
    """The last failure's class name; its message could be about a person."""
    retry_at: datetime | None
    fact: str | None
    """The stored name of the fact that failed."""


class OperatedLanes:
    """Looks at lanes and steps over facts, in the follower's role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def lanes(
        self, names: Sequence[str], *, follower: str | None = None, clinic: ClinicId | None = None
    ) -> list[Lane]:
        """List the lanes of the followers that are named, and of any other that has a checkpoint; or only some."""
        with translated():
            rows = await self._pool.fetch(_LANES, list(names), follower, clinic)
        return [Lane(**dict(row)) for row in rows]

    async def stream(self, clinic: ClinicId, feed_no: int) -> UUID | None:
        """Give the id of the aggregate that a fact is about."""
        async with clinic_transaction(self._pool, clinic) as connection:
            found: UUID | None = await connection.fetchval(_STREAM, clinic, feed_no)
        return found

    async def skip(self, clinic: ClinicId, follower: str, feed_no: int) -> bool:
        """Let a lane that is parked in front of a fact go on behind it; tell whether it was.

        What would have followed from the fact never does: the read model lacks it until it is built anew.
        """
        async with clinic_transaction(self._pool, clinic) as connection:
            skipped = await connection.fetchval(_SKIP, clinic, follower, feed_no)
            await connection.execute("COMMIT")
        return bool(skipped)
