"""Who holds a migration up, for the operator who is to do something about it."""

import asyncio
from typing import Final, Self

import asyncpg

from application.shared.mendable import Mendable
from infrastructure.postgres.pool import CONNECT_TIMEOUT, STATEMENT_TIMEOUT

_LOOKED_AGAIN: Final = 1.0
"""Seconds: a transaction that is there now and still then is not about to end."""

_HOLDERS: Final = """
select distinct l.virtualtransaction as transaction, l.pid, coalesce(a.usename, 'the server itself') as role
  from pg_locks l join pg_class c on c.oid = l.relation left join pg_stat_activity a on a.pid = l.pid
 where l.granted and c.relnamespace = 'public'::regnamespace and l.pid <> pg_backend_pid()
   and l.database = (select oid from pg_database where datname = current_database())
 order by l.pid
"""


class MigrationHeldUp(Mendable):
    """A migration could not have the table that it changes. Names who has held one for long, and what to do."""

    def __init__(self, seconds: float, holders: list[str]) -> None:
        """``seconds`` are those for which it was tried; ``holders`` are processes of PostgreSQL, with their roles."""
        super().__init__(
            f"A migration did not get the table that it changes within {seconds:.0f} s, and changed nothing; those "
            f"before it stay. Transactions that go on: {', '.join(holders) or 'none any more'}. End what they do, or "
            "let 'select pg_terminate_backend(<process>)' end it, then call 'polyclinic migrate' again."
        )

    @classmethod
    async def after(cls, seconds: float, owner_dsn: str) -> Self:
        """Look who has a table now and still has it a little later."""
        connection = await asyncpg.connect(owner_dsn, timeout=CONNECT_TIMEOUT, command_timeout=STATEMENT_TIMEOUT)
        try:
            now = {row["transaction"] for row in await connection.fetch(_HOLDERS)}
            await asyncio.sleep(_LOOKED_AGAIN)
            later = await connection.fetch(_HOLDERS)
        finally:
            await connection.close()
        return cls(seconds, [f"process {row['pid']} of {row['role']}" for row in later if row["transaction"] in now])
