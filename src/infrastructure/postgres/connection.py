"""Transactions of one clinic.

The clinic is set inside each transaction (``set_config(..., true)``), which is what row-level security reads and what
survives PgBouncer in transaction mode. READ COMMITTED always: locks are taken in a statement of their own, so that
every read after them sees what the one before us wrote.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import asyncpg

from application.shared.refusals import Unavailable
from infrastructure.postgres.errors import translated

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record


class Reader(Protocol):
    """Whoever reads within a clinic: a connection whose transaction is open, or a command's session."""

    async def fetch(self, sql: str, /, *arguments: Any) -> list[Row]:
        """Give the rows of a query."""
        ...

    async def fetchrow(self, sql: str, /, *arguments: Any) -> Row | None:
        """Give the first row of a query."""
        ...

    async def fetchval(self, sql: str, /, *arguments: Any) -> Any:
        """Give the first value of a query's first row."""
        ...


PATIENCE = 5.0
"""Seconds to wait for a free connection, and for a lock where nobody says otherwise."""

TIDYING = 1.0
"""Seconds to wait for a transaction to be taken back, before its connection is cut."""


def lock_key(*parts: object) -> int:
    """Give the advisory lock's number for a thing."""
    digest = hashlib.blake2b("/".join(str(part) for part in parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


class Lent:
    """A connection that is lent. Entering it raises ``Unavailable`` where none can be had in time.

    Whoever leaves because time is up or nobody waits any more costs the connection its life: a server that hangs must
    not be asked to tidy up, and what it was doing must not go on. A class and no generator, since every request pays.
    """

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        with translated():
            self._connection = await _acquired(self._pool)
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, asyncio.CancelledError | TimeoutError | GeneratorExit):
            _end(self._connection)
            return
        with translated():
            await _give_back(self._pool, self._connection)
            if error is not None:
                raise error


def lent(pool: Pool) -> Lent:
    """Lend a connection."""
    return Lent(pool)


def begin(clinic: UUID, patience: float = PATIENCE) -> str:
    """Give the statements that open a transaction in a clinic; each of its locks is waited for that many seconds."""
    return (
        f"BEGIN; SELECT set_config('polyclinic.clinic', '{clinic}', true), "
        f"set_config('lock_timeout', '{int(patience * 1000)}', true)"
    )


def lock(key: int, *, beside: bool = False) -> str:
    """Give the statement that takes an advisory lock until the transaction ends: alone, or ``beside`` others."""
    return f"SELECT pg_advisory_xact_lock{'_shared' if beside else ''}({key})"


@asynccontextmanager
async def clinic_transaction(pool: Pool, clinic: UUID) -> AsyncIterator[Connection]:
    """Open a transaction in a clinic; take it back unless ``COMMIT`` was sent inside."""
    async with lent(pool) as connection:
        await connection.execute(begin(clinic))
        yield connection


async def _acquired(pool: Pool) -> Connection:
    # The pool's own timeout would wrap the call in a task, whose result is lost when both end at the same moment.
    try:
        async with asyncio.timeout(PATIENCE):
            return await pool.acquire()
    except TimeoutError as busy:
        raise Unavailable(part="database") from busy


async def _give_back(pool: Pool, connection: Connection) -> None:
    try:
        if connection.is_in_transaction():
            async with asyncio.timeout(TIDYING):
                await connection.execute("ROLLBACK")
    except asyncio.CancelledError:
        _end(connection)
        raise
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        _end(connection)  # the server takes back what has lost its client
    await pool.release(connection)


def _end(connection: Connection) -> None:
    """Cut a connection off without a word; one that broke has left the pool by itself."""
    with contextlib.suppress(asyncpg.InterfaceError):
        connection.terminate()


async def keep_as_is(connection: object) -> None:
    """Reset a connection on its way back to the pool: nothing is set outside transactions, so nothing is asked."""
