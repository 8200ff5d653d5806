"""Failures that the reader of a terminal can mend, each told as what is wrong and what to do."""

from typing import Any, Final

import asyncpg
import click

from application.shared.mendable import Mendable
from application.shared.refusals import Unavailable
from domain.shared.errors import DomainError

INTERRUPTED: Final = 130
"""Exit code, as shells give it after Ctrl-C."""

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
        except Exception as failure:
            if sentence := told(failure):
                raise click.ClickException(sentence) from failure
            raise


def told(failure: BaseException) -> str | None:
    """Give the sentence for a failure, or for the first in a group that has one; None where only a programmer helps.

    No address, no credential and no driver's own words stand in it.
    """
    for kind, words in _SENTENCES:
        if isinstance(failure, kind):
            return words
    match failure:
        case BaseExceptionGroup():
            return next(filter(None, map(told, failure.exceptions)), None)
        case DomainError():
            return f"{failure.rule()} {failure.mend}"
        case OSError() if failure.filename:
            return _of_file(failure)
        case OSError() | asyncpg.PostgresError() | asyncpg.InterfaceError():
            return f"A server cannot be reached or used ({type(failure).__name__}). Check DATABASE_URL and REDIS_URL."
    return str(failure) if isinstance(failure, Mendable) else None


def _of_file(failure: OSError) -> str:
    if isinstance(failure, FileNotFoundError):
        return f"{failure.filename} is missing. Make the keys with 'polyclinic keys create'."
    return (
        f"{failure.filename} cannot be used ({failure.strerror}). "
        "Give this account the right to, or choose another place with POLYCLINIC_DATA_DIRECTORY."
    )
