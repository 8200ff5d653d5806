"""How Alembic reaches the database: as the schema's owner, directly, one migration at a time."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from infrastructure.postgres.tables.everything import METADATA

_MIGRATION_LOCK = 7_316_881

# Who waits for an exclusive lock has everybody else wait behind them: step aside soon, and come back.
_LIMITS = {"lock_timeout": "200ms"}


def run(connection: Connection) -> None:
    """Apply the revisions while nobody else does."""
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
    connection.commit()
    context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    """Connect and run."""
    url = context.config.get_main_option("sqlalchemy.url", "")
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"server_settings": _LIMITS})
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


asyncio.run(main())
