"""All writes of a command in one statement.

Each write becomes a data-modifying ``WITH`` clause of a single statement, so that a command costs one round trip
however many rows it touches. The clauses see one snapshot and have no order among themselves: no two of them may touch
the same row. What must be gone before others are written (a hold's reservation when its slot is booked) is released
first, in a statement of its own that is sent only where there is something to release.
"""

import re
from functools import lru_cache
from typing import Any

from infrastructure.postgres.connection import Connection

_PARAMETER = re.compile(r"\$(\d+)")


class Flush:
    """Collects writes and sends them."""

    def __init__(self) -> None:
        self._releases: list[tuple[str, tuple[Any, ...]]] = []
        self._writes: list[tuple[str, tuple[Any, ...]]] = []

    def write(self, sql: str, *arguments: Any) -> None:
        """Add an ``insert``, ``update`` or ``delete`` with parameters ``$1``, ``$2``, ..."""
        self._writes.append((sql, arguments))

    def release(self, sql: str, *arguments: Any) -> None:
        """Add a ``delete`` that must have happened before any ``write``."""
        self._releases.append((sql, arguments))

    async def send(self, connection: Connection) -> None:
        """Send everything, within the transaction that is open on the connection."""
        for stage in (self._releases, self._writes):
            if stage:
                sql = _together(tuple(sql for sql, _ in stage))
                await connection.fetch(sql, *(argument for _, arguments in stage for argument in arguments))


@lru_cache(maxsize=4096)
def _together(statements: tuple[str, ...]) -> str:
    clauses = []
    shift = 0
    for number, sql in enumerate(statements):
        clauses.append(f"w{number} as ({_shifted(sql, shift)})")
        shift += max((int(found) for found in _PARAMETER.findall(sql)), default=0)
    return f"with {', '.join(clauses)} select"


def _shifted(sql: str, by: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + by}", sql)
