"""Bringing a database's schema to this release's, while the clinics' work goes on."""

import asyncio
import itertools
import time
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from application.shared.mendable import Mendable
from infrastructure.postgres.held_up import MigrationHeldUp

MIGRATIONS: Final = Path(__file__).parents[3] / "migrations"

PATIENCE: Final = 600.0
"""Seconds for which a migration comes back before it is given up."""

_LOCK_NOT_AVAILABLE: Final = "55P03"
"""What PostgreSQL calls a lock that was not to be had within ``lock_timeout``."""

_UNDEFINED_OBJECT: Final = "42704"
"""What PostgreSQL says of a role that it does not know."""

_PAUSES: Final = (0.1, 0.2, 0.4, 0.8)
"""Seconds between two tries, in which whoever queued behind the migration goes on; the last again and again."""


class RolesMissing(Mendable):
    """The schema gives rights to a role that the cluster does not have; the message names the mend."""

    def __init__(self) -> None:
        super().__init__(
            "A role of this release is missing, and the migration that needs it changed nothing; those before it stay. "
            "Make it with 'polyclinic provision' or as deploy/postgres/roles.sql does, then call 'polyclinic migrate' "
            "again."
        )


def alembic_config(owner_dsn: str, migrations: Path = MIGRATIONS) -> Config:
    """Give Alembic's configuration for a database, reached directly (not through PgBouncer) as the schema's owner."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("prepend_sys_path", str(migrations).replace("%", "%%"))
    url = make_url(owner_dsn).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


async def migrate(
    owner_dsn: str, revision: str = "head", *, migrations: Path = MIGRATIONS, patience: float = PATIENCE
) -> None:
    """Apply every migration that the database does not have yet, each as soon as nobody stands in its way.

    Whoever waits for an exclusive lock has everybody else queue behind them, so a migration waits for a fifth of a
    second, steps aside as a whole and comes back a little later. Raises ``MigrationHeldUp`` when that has gone on for
    ``patience`` seconds, and ``RolesMissing`` where the cluster was provisioned by a release that knew fewer roles.
    """
    config, until = alembic_config(owner_dsn, migrations), time.monotonic() + patience
    pauses = itertools.chain(_PAUSES, itertools.repeat(_PAUSES[-1]))
    while not await _applied(config, revision):
        if time.monotonic() >= until:
            raise await MigrationHeldUp.after(patience, owner_dsn)
        await asyncio.sleep(next(pauses))


async def _applied(config: Config, revision: str) -> bool:
    """Apply what is missing, and tell whether nobody stood in the way."""
    try:
        await asyncio.to_thread(command.upgrade, config, revision)
    except DBAPIError as refused:
        state = getattr(refused.orig, "sqlstate", None)
        if state == _UNDEFINED_OBJECT:
            raise RolesMissing from refused
        if state != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True
