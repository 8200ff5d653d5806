"""Bringing a database's schema to this release's."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def alembic_config(owner_dsn: str) -> Config:
    """Give Alembic's configuration for a database, reached directly (not through PgBouncer) as the schema's owner."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("prepend_sys_path", str(MIGRATIONS).replace("%", "%%"))
    url = make_url(owner_dsn).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


async def migrate(owner_dsn: str, revision: str = "head") -> None:
    """Apply every migration that the database does not have yet."""
    await asyncio.to_thread(command.upgrade, alembic_config(owner_dsn), revision)
