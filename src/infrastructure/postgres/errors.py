"""PostgreSQL's errors in the application's words."""

from types import TracebackType

import asyncpg

from application.shared.refusals import Contended, Unavailable
from application.shared.transactions import LostRace

_LOST = (
    asyncpg.UniqueViolationError,
    asyncpg.ExclusionViolationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
_GONE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.DiskFullError,
)
_OTHERS = (TimeoutError, asyncpg.DataError)
"""The deadline, which the pipeline tells; and a mistake of ours, which the driver counts as its own."""


class translated:  # noqa: N801 - a word of the ``with`` that it is read in
    """Raises ``LostRace``, ``Contended`` or ``Unavailable`` for what the driver raises."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say it in the application's words; what has none there stays as it is."""
        if isinstance(error, _LOST):
            raise LostRace(error.sqlstate) from error
        if isinstance(error, asyncpg.LockNotAvailableError):
            raise Contended from error
        if isinstance(error, _GONE) and not isinstance(error, _OTHERS):
            raise Unavailable(part="database") from error
