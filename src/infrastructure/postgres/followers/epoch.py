"""Beginning a new life of the log after a restore.

A restored cluster counts its transactions from the start again, so old facts seem to come from the future and no
watermark ever passes them. In an epoch that is over every fact is readable at once.
"""

from typing import Final, TypeAlias

import asyncpg
import msgspec

from infrastructure.postgres.provisioning import ROLES

Owner: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LOCK_PATIENCE: Final = 5.0
"""Seconds to wait for those who write facts; whoever records one in the meantime waits behind."""

_BEGIN = "update log_epoch set current = current + 1 returning current"

# What lies above the watermark waits for a transaction; what lies above every transaction id waits for ever.
_READ = """
select (select current from log_epoch) as epoch, (select count(*) from event) as facts,
       (select count(*) from event where epoch = (select current from log_epoch)
           and xid >= pg_snapshot_xmax(pg_current_snapshot())) as unreachable
"""

_SESSIONS = """
select usename as role, count(*) as sessions from pg_stat_activity
 where datname = current_database() and usename = any($1::text[]) and pid <> pg_backend_pid()
 group by usename order by usename
"""

_WRITERS = """
select a.pid, a.usename as role from pg_locks l join pg_stat_activity a on a.pid = l.pid
 where l.relation = 'event'::regclass and l.granted and l.mode in ('RowExclusiveLock', 'ShareRowExclusiveLock',
       'ExclusiveLock', 'AccessExclusiveLock') and l.pid <> pg_backend_pid()
 order by a.pid
"""


class LogReach(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the log followers can read, now or when the transactions that are open have ended."""

    epoch: int
    facts: int
    unreachable: int
    """Facts whose transaction ids this cluster has not reached: followers would wait for them for ever."""


class Session(msgspec.Struct, frozen=True):
    """Sessions of a role of ours in this database."""

    role: str
    sessions: int


class StillWritten(Exception):
    """Somebody writes facts, so that no epoch can begin."""

    def __init__(self, writers: list[str]) -> None:
        super().__init__(", ".join(writers))


async def begin_epoch(owner: Owner) -> int:
    """Begin a new epoch as the schema's owner, once no transaction writes facts any more, and give its number.

    The lock waits for writers of the old epoch: one that committed later would be behind whoever reads. Raises
    ``StillWritten``, naming them, when they take longer than ``LOCK_PATIENCE``.
    """
    try:
        async with owner.transaction():
            await owner.execute(f"set local lock_timeout = {int(LOCK_PATIENCE * 1000)}")
            await owner.execute("lock table event in share row exclusive mode")
            current: int = await owner.fetchval(_BEGIN)
    except asyncpg.LockNotAvailableError as busy:
        writers = [f"process {row['pid']} of {row['role']}" for row in await owner.fetch(_WRITERS)]
        raise StillWritten(writers) from busy
    return current


async def reach(owner: Owner) -> LogReach:
    """Look at the whole log."""
    row = await owner.fetchrow(_READ)
    if row is None:
        raise LookupError
    return LogReach(**dict(row))


async def sessions(owner: Owner) -> list[Session]:
    """Tell who of the processes is connected, a pooler's idle connections among them."""
    return [Session(**dict(row)) for row in await owner.fetch(_SESSIONS, list(ROLES))]
