"""The audit trail for commands that changed nothing."""

from typing import Final

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from infrastructure.postgres.audit_entries import columns
from infrastructure.postgres.connection import Pool, lent

_NOTE: Final = """
with entered as materialized (select set_config('polyclinic.clinic', $1, true)::uuid as id)
insert into audit_entry
  (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
   on_behalf_of)
select entered.id, $2::uuid, $3::timestamptz, $4::uuid, $5::text, $6::text, $7::text, $8::uuid, $9::uuid, $10::uuid[],
       $11::uuid[], $12::uuid[]
  from entered
"""
"""The clinic is set and the entry written in one statement, which is a transaction."""


class PostgresAuditTrail:
    """Keeps entries of commands that changed nothing, in a transaction of their own."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry. Raises ``Unavailable`` where it cannot be kept: a refusal that leaves no trace is none."""
        clinic, *others = columns(execution, outcome, asked.subjects, asked.streams)
        async with lent(self._pool) as connection:
            await connection.execute(_NOTE, str(clinic), *others)
