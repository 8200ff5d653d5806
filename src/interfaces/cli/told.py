"""Failures as sentences: what is wrong, and what mends it."""

from typing import Any, Final

import asyncpg
import click

from application.shared.refusals import Unavailable
from domain.shared.errors import DomainError
from infrastructure.crypto.key_encryption_keys import KeyMaterialUnusable
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeysUnusable
from infrastructure.embedded import EmbeddedServerError
from infrastructure.settings import SettingsRefused
from interfaces.server import PortTaken

INTERRUPTED: Final = 130
"""Exit code, as shells give it after Ctrl-C."""

_MENDED_BY_THE_READER: Final = (
    DomainError,
    EmbeddedServerError,
    FileNotPrivate,
    KeyMaterialUnusable,
    PortTaken,
    SettingsRefused,
    SigningKeysUnusable,
)
"""Failures whose message tells what is wrong and what to do."""

_REFUSED: Final = (
    "PostgreSQL refuses the role or its password. Check the password in DATABASE_URL, or in OWNER_DATABASE_URL for "
    "what changes the schema, and that 'polyclinic provision' made the roles."
)

_SENTENCES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (Unavailable, "PostgreSQL does not answer. Check DATABASE_URL and that it runs."),
    (asyncpg.InvalidAuthorizationSpecificationError, _REFUSED),
    (asyncpg.InvalidCatalogNameError, "The database is missing. Make it with 'polyclinic provision'."),
    (asyncpg.UndefinedTableError, "The schema is older than this release. Run 'polyclinic migrate'."),
    (asyncpg.UndefinedColumnError, "The schema is older than this release. Run 'polyclinic migrate'."),
    (asyncpg.InsufficientPrivilegeError, "A role lacks a right. Run 'polyclinic migrate', then 'polyclinic doctor'."),
    (asyncpg.QueryCanceledError, "PostgreSQL took too long and was told to stop. Try again when it has less to do."),
)


class Told(click.Group):
    """Ends with a sentence, not with a traceback, where the reader can mend what is wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out a verb."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interrupted:
            raise click.exceptions.Exit(INTERRUPTED) from interrupted
        except FileNotFoundError as missing:
            message = f"{missing.filename} is missing. Make the keys with 'polyclinic keys create'."
            raise click.ClickException(message) from missing
        except (*_MENDED_BY_THE_READER, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as failure:
            raise click.ClickException(sentence(failure)) from failure


def sentence(failure: Exception) -> str:
    """Say what is wrong and what mends it. No address, no credential and no driver's own words."""
    for kind, words in _SENTENCES:
        if isinstance(failure, kind):
            return words
    if isinstance(failure, DomainError):
        return f"{failure.rule()} {failure.mend}"
    if isinstance(failure, _MENDED_BY_THE_READER):
        return str(failure)
    return f"A server cannot be reached or used ({type(failure).__name__}). Check DATABASE_URL and REDIS_URL."
