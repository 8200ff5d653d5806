"""Connections to PostgreSQL that give up in time."""

from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from infrastructure.postgres.connection import Pool, keep_as_is

CONNECT_TIMEOUT = 3.0
STATEMENT_TIMEOUT = 15.0
"""Seconds; above every request's budget, so that it only ends what nobody waits for any more."""


def as_role(url: str, role: str, password: str | None = None) -> str:
    """Give the address of the same database for another role; the address's own password stays where none is given."""
    parts = urlsplit(url)
    secret = password if password is not None else parts.password
    user = quote(role, safe="") + (f":{quote(secret, safe='')}" if secret else "")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}@{host}"))


async def open_pool(url: str, role: str, *, size: int, statement_cache: int, idle_in_transaction: float = 10.0) -> Pool:
    """Open a pool of connections in a role. Raises what the driver raises where the server cannot be reached."""
    return await asyncpg.create_pool(
        as_role(url, role),
        min_size=1,
        max_size=size,
        timeout=CONNECT_TIMEOUT,
        command_timeout=STATEMENT_TIMEOUT,
        statement_cache_size=statement_cache,
        max_inactive_connection_lifetime=60.0,
        reset=keep_as_is,
        server_settings={
            "application_name": "polyclinic",
            "statement_timeout": str(int(STATEMENT_TIMEOUT * 1000)),
            "idle_in_transaction_session_timeout": str(int(idle_in_transaction * 1000)),
        },
    )
