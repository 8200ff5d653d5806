"""Building anew what is written with its facts, beside the live tables, while commands go on.

Commands write to the live tables alone. The shadows follow the feed until almost nothing is left; then the live tables
are held for a moment, in which nobody commits a fact of theirs, the rest is written, and all change places in that one
transaction. What holds them too long is taken back and tried again.
"""

import asyncio
from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from application.shared.clock import Clock
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Connection, Pool, lent
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.followers import shadow
from infrastructure.postgres.followers.building import FORGET, SWITCH_PATIENCE, Building
from infrastructure.postgres.followers.comparing import Compared, compared
from infrastructure.postgres.followers.rows import Rewriting, RowFollower, RowModel
from infrastructure.postgres.followers.shadow import Owner
from infrastructure.postgres.subject_keys import SubjectKeys

LONGEST_HOLD: Final = 0.5
"""Seconds for which commands may wait for a switch."""

MOST_LEFT: Final = 100
"""Facts whose rows are written while commands wait; where more are left, the shadows catch up once more."""

_LEFT: Final = """
select f.clinic_id, f.stream_id, e.recorded_at
  from feed_head h
  left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = $1
 cross join lateral (
    select feed.clinic_id, feed.stream_id, feed.version from feed
     where feed.clinic_id = h.clinic_id and feed.feed_no > coalesce(c.feed_no, 0) and feed.name = any($2::text[])
     limit $3) f
  join event e on e.clinic_id = f.clinic_id and e.stream_id = f.stream_id and e.version = f.version
union all
(select e.clinic_id, e.stream_id, e.recorded_at
   from sequencer s join event e on (e.epoch, e.xid, e.position) > (s.epoch, s.xid, s.position)
  where e.name = any($2::text[])
  limit $3)
"""
"""Facts that the shadows have not seen: not followed yet, or not even numbered."""

_FACTS: Final = "select coalesce(sum(feed_no), 0)::bigint from checkpoint where follower = $1"


class RowRebuild(Building):
    """Rebuilds the tables of one row model, of every clinic at once."""

    def __init__(  # noqa: PLR0913 - what a rebuild is set up with
        self,
        owner: Owner,
        pool: Pool,
        codec: Codec,
        clock: Clock,
        *,
        model: RowModel,
        store: EventStore,
        keys: SubjectKeys,
    ) -> None:
        """``owner`` is a direct connection and ``pool`` are connections as the schema's owner."""
        self._rewriting = Rewriting(model, store)
        follower = RowFollower(model, self._rewriting, codec.registry)
        tables = [table.name for table in model.tables]
        super().__init__(owner, pool, codec, clock, name=model.name, tables=tables, follower=follower)
        self._model = model
        self._names = sorted(kind.name for kind in codec.registry.types if kind.fact in follower.kinds)
        self._clock = clock
        self._keys = keys
        self.compared: tuple[Compared, ...] = ()
        """How the tables compared with the live ones just before they changed places."""

    async def _switched(self, clinic: ClinicId | None) -> int | None:  # noqa: ARG002 - tables change places as a whole
        if not await self._compare():
            return None
        for table in self._tables:
            await self._owner.execute(f"analyze {shadow.shadow_of(table)}")
        async with lent(self._pool) as connection:
            try:
                async with connection.transaction(), asyncio.timeout(LONGEST_HOLD):
                    await self._hold(connection)
                    return await self._take_over(connection)
            except (TimeoutError, asyncpg.QueryCanceledError, asyncpg.DeadlockDetectedError):
                return None

    async def _hold(self, connection: Connection) -> None:
        """Let nobody at the live tables. All of the wait is bounded: a lock's own limit would count for each table."""
        tables = ", ".join(shadow.live(table) for table in self._tables)
        await connection.execute(f"set local statement_timeout = {int(SWITCH_PATIENCE * 1000)}")
        await connection.execute(f"lock table {tables} in access exclusive mode")
        await connection.execute("set local statement_timeout = 0")

    async def _take_over(self, connection: Connection) -> int | None:
        left = await self._left(connection)
        if left is None:
            return None
        for clinic, streams in left.items():
            await self._rewriting.rewrite(connection, clinic, dict.fromkeys(streams), max(streams.values()))
        await shadow.take_over(connection, self._tables)
        facts: int = await connection.fetchval(_FACTS, self._follower.name)
        await connection.execute(FORGET, self._follower.name, None)
        return facts

    async def _compare(self) -> bool:
        """Hold the shadows against the live tables in one snapshot, but for what the shadows have not seen in it.

        Tells whether it could: not where they lack so much that places cannot be changed either.
        """
        async with self._owner.transaction(isolation="repeatable_read", readonly=True):
            left = await self._left(self._owner)
            if left is None:
                return False
            unseen = frozenset((clinic, stream) for clinic, streams in left.items() for stream in streams)
            self.compared = tuple(
                [
                    await compared(self._owner, table, self._keys, self._clock.now(), unseen=unseen)
                    for table in self._model.tables
                ]
            )
        return True

    async def _left(self, connection: Owner) -> dict[ClinicId, dict[UUID, datetime]] | None:
        """Give the streams with facts that the shadows have not seen, each with when the last was recorded.

        ``None`` where there are too many to write them while commands wait.
        """
        rows = await connection.fetch(_LEFT, self._follower.name, self._names, MOST_LEFT + 1)
        if len(rows) > MOST_LEFT:
            return None
        left: dict[ClinicId, dict[UUID, datetime]] = defaultdict(dict)
        for row in rows:
            streams = left[ClinicId(row["clinic_id"])]
            streams[row["stream_id"]] = max(row["recorded_at"], streams.get(row["stream_id"], row["recorded_at"]))
        return left
