"""PostgreSQL and Redis for this machine: those that are named, else our own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.settings import Settings

DATABASE = "polyclinic"

ADDRESSES = "servers.json"
"""In the data directory, while the servers of ``polyclinic dev`` run: where they are."""


UNSAFE_HERE: Final = "keys-beside-the-data"
"""What no installation may be, and a machine to try it on is; the log says so."""


class Addresses(msgspec.Struct, frozen=True):
    """Where the servers of a data directory are."""

    database_url: str
    redis_url: str


class LocalServers(NamedTuple):
    """Where the servers are."""

    settings: Settings
    """As given, with the addresses filled in, and what is unsafe about servers of our own let through."""
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
        filled = msgspec.structs.replace(
            settings, database_url=database_url, redis_url=redis_url, allow_unsafe=_with_ours(settings)
        )
        life.enter_context(_told(Addresses(database_url, redis_url), settings.data_directory / ADDRESSES))
        yield LocalServers(filled, admin_url)


def found(settings: Settings) -> Settings:
    """Fill in the servers that run in the data directory, where no database is named and any are running."""
    if settings.database_url:
        return settings
    try:
        running = msgspec.json.decode((settings.data_directory / ADDRESSES).read_bytes(), type=Addresses)
    except (OSError, msgspec.DecodeError):
        return settings
    redis_url = settings.redis_url or running.redis_url
    return msgspec.structs.replace(
        settings, database_url=running.database_url, redis_url=redis_url, allow_unsafe=_with_ours(settings)
    )


def _with_ours(settings: Settings) -> str:
    return ",".join(sorted({*settings.allowed, UNSAFE_HERE}))


@contextlib.contextmanager
def _told(addresses: Addresses, file: Path) -> Iterator[None]:
    """Tell other programs of this account where the servers are, while they run."""
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(msgspec.json.encode(addresses))
    draft.replace(file)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
