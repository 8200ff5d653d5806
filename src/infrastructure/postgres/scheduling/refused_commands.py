"""The calendar's refusals, from the audit trail."""

from typing import Final
from uuid import UUID

from application.scheduling.ports import RefusedCommand
from application.shared.execution import Execution
from domain.shared.identifiers import AccountId
from infrastructure.postgres.connection import Pool, clinic_transaction

_FIND: Final = """
select operation, outcome, at, actor_id from audit_entry
 where clinic_id = $1 and correlation_id = $2 and outcome not in ('done', 'rehearsed')
"""


class PostgresRefusedCommands:
    """Finds them by the request in which they were refused; of an entry no more can be read than is told here."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, request: UUID, execution: Execution) -> RefusedCommand | None:
        """Give the command that was refused in a request."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            row = await connection.fetchrow(_FIND, execution.clinic, request)
        if row is None:
            return None
        operation, outcome, at, actor = row
        return RefusedCommand(operation, outcome, at, AccountId(actor))
