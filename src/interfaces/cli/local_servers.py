"""PostgreSQL and Redis for this machine: those that are named, else our own."""

import contextlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.settings import Settings

DATABASE = "polyclinic"


class LocalServers(NamedTuple):
    """Where the servers are."""

    settings: Settings
    """As given, with the addresses filled in."""
    admin_url: str
    """PostgreSQL as somebody who may create roles and databases."""


@contextlib.contextmanager
def local_servers(settings: Settings) -> Iterator[LocalServers]:
    """Use the servers that ``DATABASE_URL`` and ``REDIS_URL`` name; start embedded ones for those not named.

    Embedded servers keep their data in the data directory and end with this process. Raises ``EmbeddedServerError``.
    """
    with contextlib.ExitStack() as life:
        admin_url = settings.direct_url
        database_url = settings.database_url
        if not database_url:
            # Many small services on one laptop: few connections each, little memory, and nothing lost on a crash.
            parameters = {"max_connections": "60", "shared_buffers": "128MB"}
            postgres = life.enter_context(EmbeddedPostgres(settings.data_directory / "postgres", parameters))
            admin_url, database_url = postgres.dsn(), postgres.dsn(DATABASE)
        redis_url = settings.redis_url
        if not redis_url:
            redis_url = life.enter_context(EmbeddedValkey(settings.data_directory / "valkey")).url
        filled = msgspec.structs.replace(settings, database_url=database_url, redis_url=redis_url)
        yield LocalServers(filled, admin_url)
