"""How commands are named where processes of the release before may still run.

That release keeps in clear what a caller named a command by, and derives the command's id from it without a secret. It
would not find an answer that is kept otherwise, and would carry a retry out once more. So for a day after the migration
everybody goes on as it does. From then on nobody writes that form; it is still looked for, because a retry is safe for
ever. Where the migration found no command, there never was such a process.
"""

import time
from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import UUID

from application.shared.execution import Call
from infrastructure.crypto.command_ids import KeyedCommandIds
from infrastructure.postgres.connection import Pool, lent

_READ: Final = """
select keyed_since is not null as was_plain,
       coalesce(extract(epoch from keyed_since - now()), 0)::float8 as seconds_left
  from command_naming
"""


class _Known(NamedTuple):
    was_plain: bool
    plain_until: float


class CommandNaming:
    """Knows which form is in use; it asks once in the life of a process."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._known: _Known | None = None

    async def is_plain(self) -> bool:
        """Tell whether commands are still named as the release before names them."""
        known = await self._read()
        return known.was_plain and self._monotonic() < known.plain_until

    async def was_plain(self) -> bool:
        """Tell whether any command was ever named so."""
        return (await self._read()).was_plain

    async def _read(self) -> _Known:
        if self._known is None:
            async with lent(self._pool) as connection:
                (row,) = await connection.fetch(_READ)
            self._known = _Known(row["was_plain"], self._monotonic() + row["seconds_left"])
        return self._known


class PostgresCommandIds:
    """Gives keyed ids, and those of the release before while its processes may still run."""

    def __init__(self, naming: CommandNaming, keyed: KeyedCommandIds) -> None:
        self._naming = naming
        self._keyed = keyed

    async def of(self, operation: str, call: Call) -> UUID:
        """Derive the command's id, where the caller sent a key."""
        if call.idempotency_key is not None and await self._naming.is_plain():
            return call.plain_id(operation)
        return await self._keyed.of(operation, call)
