"""A connection of one's own, past any pooler: for LISTEN and for locks that outlive a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

import asyncpg

from infrastructure.postgres.pool import CONNECT_TIMEOUT, STATEMENT_TIMEOUT, as_role

Direct: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LOST: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a connection raises that is gone, or that is better made anew."""

IDLE_IN_TRANSACTION: Final = 10.0
"""Seconds after which the server ends a transaction that nobody works in: an open one holds everybody's watermark."""


@asynccontextmanager
async def connected(url: str, role: str, *, patience: float = STATEMENT_TIMEOUT) -> AsyncIterator[Direct]:
    """Connect in a role; a statement may take ``patience`` seconds.

    The connection is cut, not closed politely: a server that hangs is asked for nothing.
    """
    connection = await asyncpg.connect(
        as_role(url, role),
        timeout=CONNECT_TIMEOUT,
        command_timeout=patience,
        server_settings={
            "application_name": "polyclinic",
            "statement_timeout": str(int(patience * 1000)),
            "idle_in_transaction_session_timeout": str(int(IDLE_IN_TRANSACTION * 1000)),
        },
    )
    try:
        yield connection
    finally:
        connection.terminate()
        # The loop forgets the transport only once it has run; a loop that ends here would complain of it.
        await asyncio.sleep(0)


async def listen(connection: Direct, channel: str, news: asyncio.Event) -> None:
    """Set the event whenever something is said on a channel."""
    await connection.add_listener(channel, lambda *_: news.set())
