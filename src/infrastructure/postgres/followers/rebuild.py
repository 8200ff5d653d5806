"""Building a read model that follows the log anew, beside the one that is read all the while.

The new one is followed under a checkpoint name of its own into a shadow table. Once it has seen at least what the live
one has, both change places in one transaction: table and checkpoints. Reading waits for that moment and is never
refused; a rebuild that was broken off goes on where it was.

One clinic's part is built the same way. As a table cannot change places in part, its rows do, while writers wait.
"""

from collections.abc import Callable

import asyncpg

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers import shadow
from infrastructure.postgres.followers.building import FORGET, SWITCH_PATIENCE, Building
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.shadow import Owner

_LOCK_CHECKPOINTS = "select from checkpoint where follower = any($1::text[]) order by clinic_id, follower for update"

_BEHIND = """
select count(*)
  from checkpoint live left join checkpoint built on built.clinic_id = live.clinic_id and built.follower = $2
 where live.follower = $1 and coalesce(built.feed_no, 0) < live.feed_no
   and ($3::uuid is null or live.clinic_id = $3)
"""

_IS_BUILDING = "select exists (select from checkpoint where follower = $1)"

_FACTS = """
select coalesce(sum(feed_no), 0)::bigint from checkpoint where follower = $1 and ($2::uuid is null or clinic_id = $2)
"""

_RENAME = "update checkpoint set follower = $1 where follower = $2 and ($3::uuid is null or clinic_id = $3)"

Make = Callable[[str, str], LaneFollower]
"""Makes the follower under a name, writing to a table."""


class Rebuild(Building):
    """Rebuilds the table of one follower, or one clinic's part of it."""

    def __init__(  # noqa: PLR0913 - what a rebuild is set up with
        self, owner: Owner, pool: Pool, codec: Codec, clock: Clock, *, name: str, table: str, make: Make
    ) -> None:
        """``owner`` is a direct connection as the schema's owner, ``pool`` the follower role's."""
        follower = make(f"{name}/rebuild", shadow.shadow_of(table))
        super().__init__(owner, pool, codec, clock, name=name, tables=[table], follower=follower)
        self._table = table

    async def _switched(self, clinic: ClinicId | None) -> int | None:
        """Change places unless the live one is ahead or busy. Locks in a follower's own order: table, checkpoint."""
        # Rows change places while others read; a table does not.
        mode = "access exclusive" if clinic is None else "share row exclusive"
        names = (self._name, self._follower.name)
        try:
            async with self._owner.transaction():
                await self._owner.execute(f"set local lock_timeout = {int(SWITCH_PATIENCE * 1000)}")
                await self._owner.execute(f"lock table {self._table} in {mode} mode")
                await self._owner.execute(_LOCK_CHECKPOINTS, names)
                if await self._owner.fetchval(_BEHIND, *names, clinic):
                    return None
                if clinic is None:
                    await shadow.take_over(self._owner, [self._table])
                else:
                    await shadow.take_over_rows(self._owner, self._table, clinic)
                await self._owner.execute(FORGET, self._name, clinic)
                await self._owner.execute(_RENAME, *names, clinic)
                if clinic is not None and not await self._owner.fetchval(_IS_BUILDING, self._follower.name):
                    await shadow.drop(self._owner, [self._table])
                facts: int = await self._owner.fetchval(_FACTS, self._name, clinic)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return None
        return facts
