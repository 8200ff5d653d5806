"""Reading the audit trail of each storage, for tests."""

from typing import NamedTuple
from uuid import UUID

from infrastructure.postgres.connection import Pool, clinic_transaction
from integration.people import Clinic
from integration.stack import Stack

_ENTRIES = """
select operation, outcome, actor_id as actor, command_id as command, streams, subjects
  from audit_entry where clinic_id = $1 order by at, id
"""


class Noted(NamedTuple):
    """An entry of the trail, as far as tests ask for it."""

    operation: str
    outcome: str
    actor: UUID
    command: UUID
    streams: tuple[UUID, ...]
    subjects: frozenset[UUID]


async def trail(stack: Stack, clinic: Clinic, auditors: Pool) -> list[Noted]:
    """Give the clinic's entries by their time; ``auditors`` are connections in the auditor's role."""
    if stack.pool is None:
        return [
            Noted(said.operation, entry.outcome, said.actor.id, said.command_id, entry.streams, entry.subjects)
            for entry in stack.container.shared.log().entries
            if (said := entry.execution).clinic == clinic.id
        ]
    async with clinic_transaction(auditors, clinic.id) as connection:
        rows = await connection.fetch(_ENTRIES, clinic.id)
    return [Noted(**{**row, "streams": tuple(row["streams"]), "subjects": frozenset(row["subjects"])}) for row in rows]
