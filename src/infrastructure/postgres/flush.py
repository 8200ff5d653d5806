"""All writes of a command in one statement.

Each write becomes a data-modifying ``WITH`` clause of a single statement, so that a command costs one round trip
however many rows it touches. The clauses see one snapshot and have no order among themselves: no two of them may touch
the same row. What must be gone before others are written (a hold's reservation when its slot is booked) is released
first, in a statement of its own that is sent only where there is something to release.
"""

import re
from functools import lru_cache
from typing import Any

from application.shared.transactions import LostRace
from infrastructure.postgres.connection import Connection

_PARAMETER = re.compile(r"\$(\d+)")


class Flush:
    """Collects writes and sends them."""

    def __init__(self) -> None:
        self._releases: list[tuple[str, tuple[Any, ...]]] = []
        self._writes: list[tuple[str, tuple[Any, ...]]] = []
        self._guards: list[int] = []

    def write(self, sql: str, *arguments: Any) -> None:
        """Add an ``insert``, ``update`` or ``delete`` with parameters ``$1``, ``$2``, ..."""
        self._writes.append((sql, arguments))

    def guard(self, sql: str, *arguments: Any) -> None:
        """Add a write that says what it expects to find, and ends in ``returning``.

        Where it touches no row, another command came first: ``send`` raises ``LostRace``.
        """
        self._guards.append(len(self._writes))
        self.write(sql, *arguments)

    def release(self, sql: str, *arguments: Any) -> None:
        """Add a ``delete`` that must have happened before any ``write``."""
        self._releases.append((sql, arguments))

    async def send(self, connection: Connection) -> None:
        """Send everything, within the transaction that is open on the connection."""
        for stage, guards in ((self._releases, ()), (self._writes, tuple(self._guards))):
            if stage:
                sql = _together(tuple(sql for sql, _ in stage), guards)
                found = await connection.fetchrow(sql, *(argument for _, arguments in stage for argument in arguments))
                if found is not None and not all(found):
                    raise LostRace("what was read has changed")


@lru_cache(maxsize=4096)
def _together(statements: tuple[str, ...], guards: tuple[int, ...]) -> str:
    clauses = []
    shift = 0
    for number, sql in enumerate(statements):
        clauses.append(f"w{number} as ({_shifted(sql, shift)})")
        shift += max((int(found) for found in _PARAMETER.findall(sql)), default=0)
    held = ", ".join(f"exists (select from w{number})" for number in guards)
    return f"with {', '.join(clauses)} select {held}"


def _shifted(sql: str, by: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + by}", sql)
