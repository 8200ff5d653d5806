"""The audit trail for commands that changed nothing."""

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from infrastructure.postgres.audit_entries import INSERT, columns
from infrastructure.postgres.connection import Pool, clinic_transaction


class PostgresAuditTrail:
    """Keeps entries of commands that changed nothing, in a transaction of their own."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry. Raises ``Unavailable`` where it cannot be kept: a refusal that leaves no trace is none."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            await connection.execute(INSERT, *columns(execution, outcome, asked.subjects, asked.streams))
            await connection.execute("COMMIT")
