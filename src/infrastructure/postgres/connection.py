"""Transactions of one clinic.

The clinic is set inside each transaction (``set_config(..., true)``), which is what row-level security reads and what
survives PgBouncer in transaction mode. READ COMMITTED always: locks are taken in a statement of their own, so that
every read after them sees what the one before us wrote.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import asyncpg

from application.shared.refusals import Unavailable
from infrastructure.postgres.errors import translated

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

PATIENCE = 5.0
"""Seconds to wait for a free connection, and for a broken one to be put away."""


def lock_key(*parts: object) -> int:
    """Give the advisory lock's number for a thing."""
    digest = hashlib.blake2b("/".join(str(part) for part in parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


@asynccontextmanager
async def lent(pool: Pool) -> AsyncIterator[Connection]:
    """Lend a connection. Raises ``Unavailable`` where none can be had in time.

    Whoever leaves by anything but completion or a refusal costs the connection its life: a server that hangs must not
    be asked to tidy up.
    """
    with translated():
        try:
            connection = await pool.acquire(timeout=PATIENCE)
        except TimeoutError as busy:
            raise Unavailable(part="database") from busy
        try:
            yield connection
        except (asyncio.CancelledError, TimeoutError, GeneratorExit):
            connection.terminate()
            raise
        finally:
            await _put_away(pool, connection)


@asynccontextmanager
async def clinic_transaction(
    pool: Pool, clinic: UUID, *, locks: tuple[int, ...] = (), lock_timeout: float = PATIENCE
) -> AsyncIterator[Connection]:
    """Open a transaction in a clinic; take it back unless ``COMMIT`` was sent inside."""
    opening = f"BEGIN; SELECT set_config('polyclinic.clinic', '{clinic}', true)"
    if locks:
        opening += f"; SET LOCAL lock_timeout = {int(lock_timeout * 1000)}"
    opening += "".join(f"; SELECT pg_advisory_xact_lock({key})" for key in locks)
    async with lent(pool) as connection:
        await connection.execute(opening)
        yield connection


async def _put_away(pool: Pool, connection: Connection) -> None:
    if not connection.is_closed() and connection.is_in_transaction():
        try:
            await connection.execute("ROLLBACK", timeout=PATIENCE)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncio.CancelledError):
            connection.terminate()
    await pool.release(connection)


async def keep_as_is(connection: object) -> None:
    """Reset a connection on its way back to the pool: nothing is set outside transactions, so nothing is asked."""
