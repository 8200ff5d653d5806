"""Connections to PostgreSQL that give up in time."""

import asyncio
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from infrastructure.postgres.connection import Pool, keep_as_is

CONNECT_TIMEOUT: Final = 3.0
STATEMENT_TIMEOUT: Final = 15.0
"""Seconds; above every request's budget, so that it only ends what nobody waits for any more."""
CLOSE_TIMEOUT: Final = 5.0
"""Seconds for the statements that still run when a process ends."""


def as_role(url: str, role: str, password: str | None = None) -> str:
    """Give the address of the same database for another role; the address's own password stays where none is given."""
    parts = urlsplit(url)
    secret = password if password is not None else parts.password
    user = quote(role, safe="") + (f":{quote(secret, safe='')}" if secret else "")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}@{host}"))


async def open_pool(url: str, role: str, *, size: int, statement_cache: int) -> Pool:
    """Open a pool of connections in a role. Raises what the driver raises where the server cannot be reached.

    What PostgreSQL itself must end (statements, idle transactions) is set for the role, by ``provision``: PgBouncer
    lets no such setting through.
    """
    return await asyncpg.create_pool(
        as_role(url, role),
        min_size=1,
        max_size=size,
        timeout=CONNECT_TIMEOUT,
        command_timeout=STATEMENT_TIMEOUT,
        statement_cache_size=statement_cache,
        max_inactive_connection_lifetime=60.0,
        reset=keep_as_is,
        server_settings={"application_name": "polyclinic"},
    )


async def close_pool(pool: Pool) -> None:
    """Close a pool when what runs has ended, or when a server that hangs was waited for long enough."""
    try:
        async with asyncio.timeout(CLOSE_TIMEOUT):
            await pool.close()
    except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        pool.terminate()
