"""PostgreSQL's errors in the application's words."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def translated() -> Iterator[None]:
    """Raise ``LostRace``, ``Contended`` or ``Unavailable`` for what the driver raises."""
    try:
        yield
    except _LOST as lost:
        raise LostRace(lost.sqlstate) from lost
    except asyncpg.LockNotAvailableError as waiting:
        raise Contended from waiting
    except (TimeoutError, asyncpg.DataError):
        raise  # the deadline, which the pipeline tells; and a mistake of ours, which the driver counts as its own
    except _GONE as gone:
        raise Unavailable(part="database") from gone
