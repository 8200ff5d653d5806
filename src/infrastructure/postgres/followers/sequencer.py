"""The sequencer: the one reader of the log's own order, which gives each clinic's facts their feed numbers.

The order is ``(epoch, xid, position)``. A fact is read once no older transaction can still commit: its xid lies below
the snapshot's xmin, or its epoch is over. An advisory lock keeps several sequencers from doing the same work; that no
fact is numbered twice rests on the fence alone, which moves only from exactly the place that was read from.
"""

import asyncio
import time
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import asyncpg
import msgspec
import structlog

from infrastructure.postgres.connection import lock_key
from infrastructure.postgres.followers.direct import LOST, Direct, connected, listen
from infrastructure.postgres.followers.health import SequencerHealth, Watermark
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.provisioning import FOLLOWER
from infrastructure.postgres.wake import CHANNEL

NUMBERED: Final = "polyclinic_feed"
"""The channel on which followers hear of new feed numbers."""

BATCH: Final = 1_000
"""Facts a transaction: some 30 ms, in which the sequencer itself holds the watermark."""

_BUSY_POLL, _IDLE_POLL = 0.05, 0.25
"""Seconds between looks at the log when nobody says a word: just after news, and otherwise."""
_STANDBY_POLL = 1.0
_LONGEST_PAUSE = 5.0
_LOCK: Final = lock_key("sequencer")

_log = structlog.get_logger(__name__)

_PLACE = "select epoch, xid, position from sequencer"

_READ = """
select e.epoch, e.xid, e.position, e.clinic_id, e.stream_id, e.version, e.name
  from event e
 where (e.epoch, e.xid, e.position) > ($1::smallint, $2::xid8, $3::bigint)
   and (e.epoch < (select current from log_epoch) or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
 order by e.epoch, e.xid, e.position
 limit $4
"""

_FENCE = """
update sequencer set epoch = $4::smallint, xid = $5::xid8, position = $6::bigint
 where epoch = $1::smallint and xid = $2::xid8 and position = $3::bigint
returning true
"""

# The clinic is set by the very row source of the insert: row-level security looks at it when a row is about to be
# written, and one round trip a clinic is saved.
_NUMBER = """
with clinic as (select set_config('polyclinic.clinic', $1::uuid::text, true)::uuid as id),
     head as (
       insert into feed_head as h (clinic_id, feed_no) select id, cardinality($2::uuid[]) from clinic
       on conflict (clinic_id) do update set feed_no = h.feed_no + excluded.feed_no
       returning clinic_id, feed_no - cardinality($2::uuid[]) as before)
insert into feed (clinic_id, feed_no, stream_id, version, name)
select head.clinic_id, head.before + f.number, f.stream_id, f.version, f.name
  from head, unnest($2::uuid[], $3::int[], $4::text[]) with ordinality as f (stream_id, version, name, number)
"""


class Place(NamedTuple):
    """A place in the log's own order."""

    epoch: int
    xid: int
    position: int


class FenceLost(Exception):
    """Somebody else has moved on from the place that was read from; nothing was written."""


class Sequencer:
    """Numbers facts. One works at a time; the others stand by."""

    def __init__(self, url: str, *, batch: int = BATCH) -> None:
        """``url`` leads to PostgreSQL directly: LISTEN and session locks do not pass a transaction pooler."""
        self._url = url
        self._batch = batch
        self._news = asyncio.Event()
        self._watermark = Watermark()
        self.numbered = asyncio.Event()
        """Set when any sequencer gave new numbers. Who waits for it clears it."""
        self.health = SequencerHealth()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; connect anew whenever the connection is lost."""
        pause = _BUSY_POLL
        while not stop.is_set():
            try:
                async with connected(self._url, FOLLOWER) as connection:
                    await listen(connection, CHANNEL, self._news)
                    await listen(connection, NUMBERED, self.numbered)
                    pause = _BUSY_POLL
                    if await self._stand_by(connection, stop):
                        await self._lead(connection, stop)
            except LOST as lost:
                _log.warning("sequencer_lost_connection", failure=type(lost).__name__, retry_after=pause)
                self.health = SequencerHealth()
                await until(pause, stop)
                pause = min(pause * 2, _LONGEST_PAUSE)
        self.health = SequencerHealth()

    async def _stand_by(self, connection: Direct, stop: asyncio.Event) -> bool:
        self.health = SequencerHealth(connected=True)
        while not stop.is_set():
            if await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK):
                return True
            place = await current_place(connection)
            self.health = await self._watermark.measure(connection, place, self.health, 0)
            await until(_STANDBY_POLL, stop)
        return False

    async def _lead(self, connection: Direct, stop: asyncio.Event) -> None:
        place = await current_place(connection)
        quiet_since = time.monotonic()
        self.health = msgspec.structs.replace(self.health, leading=True)
        while not stop.is_set():
            self._news.clear()
            try:
                place, count = await number(connection, place, self._batch)
            except FenceLost:
                place = await current_place(connection)
                continue
            if count:
                quiet_since = time.monotonic()
            self.health = await self._watermark.measure(connection, place, self.health, count)
            if count < self._batch:
                is_busy = self.health.waiting or time.monotonic() - quiet_since < _STANDBY_POLL
                await until(_BUSY_POLL if is_busy else _IDLE_POLL, stop, self._news)


async def current_place(connection: Direct) -> Place:
    """Give how far the log has been numbered."""
    return Place(*await connection.fetchrow(_PLACE) or (0, 0, 0))


async def number(connection: Direct, place: Place, limit: int) -> tuple[Place, int]:
    """Give numbers to the facts behind a place, at most ``limit``, in one transaction.

    Returns the new place and how many there were. Raises ``FenceLost`` where the log was numbered from there already.
    """
    facts = await connection.fetch(_READ, *place, limit)
    if not facts:
        return place, 0
    last = facts[-1]
    reached = Place(last["epoch"], last["xid"], last["position"])
    async with connection.transaction():
        if not await connection.fetchval(_FENCE, *place, *reached):
            raise FenceLost(place)
        for clinic, of_clinic in groupby(sorted(facts, key=itemgetter("clinic_id")), key=itemgetter("clinic_id")):
            await connection.execute(_NUMBER, clinic, *_columns(list(of_clinic)))
        await connection.execute(f"notify {NUMBERED}")
    return reached, len(facts)


def _columns(facts: Sequence[asyncpg.Record]) -> tuple[list[object], ...]:
    return tuple([fact[column] for fact in facts] for column in ("stream_id", "version", "name"))
