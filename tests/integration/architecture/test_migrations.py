"""The schema that migrations make is the schema that the code speaks of."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.ext.asyncio import create_async_engine

from infrastructure.postgres.migrating import alembic_config, migrate
from infrastructure.postgres.provisioning import OWNER
from infrastructure.postgres.tables.everything import METADATA
from infrastructure.postgres.tables.log import Xid8
from integration.databases import Database

ischema_names["xid8"] = Xid8  # SQLAlchemy does not know the type when it reads a schema


async def test_metadata_and_migrations_agree(database: Database) -> None:
    """A migration that Alembic would write now is empty."""
    engine = create_async_engine(database.url_as(OWNER).replace("postgresql://", "postgresql+asyncpg://"))
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await engine.dispose()


def test_revisions_are_one_line(database: Database) -> None:
    """There is one newest revision, and each has one before it."""
    script = ScriptDirectory.from_config(alembic_config(database.url_as(OWNER)))
    assert len(script.get_heads()) == 1
    assert all(isinstance(revision.down_revision, str | None) for revision in script.walk_revisions())


async def test_migrating_again_changes_nothing(database: Database) -> None:
    """A second start finds everything done."""
    await migrate(database.url_as(OWNER))


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))
