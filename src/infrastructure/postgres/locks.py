"""Advisory locks on things: taken in a statement of their own, given back by the end of the transaction."""

from collections.abc import Collection
from uuid import UUID

from application.shared.execution import Execution
from infrastructure.postgres.connection import lock_key
from infrastructure.postgres.errors import translated
from infrastructure.postgres.session import current


class PostgresLocks:
    """Takes transaction-level advisory locks in ascending order of their numbers."""

    async def hold(self, execution: Execution, *things: UUID, beside: Collection[UUID] = ()) -> None:
        """Hold things until the command's transaction ends."""

        def keys(named: Collection[UUID]) -> list[int]:
            return [lock_key("thing", execution.clinic, thing) for thing in named]

        with translated():
            await current().lock(*keys(things), beside=keys(beside))
