"""Reading the audit trail of each storage, for tests."""

from typing import NamedTuple
from uuid import UUID

from application.shared.audit_trail import on_behalf_of, purpose_of
from application.shared.execution import Origin
from application.shared.field_groups import field_groups
from infrastructure.memory.log import AuditEntry
from infrastructure.postgres.audit_entries import opened
from infrastructure.postgres.connection import Pool, Row, clinic_transaction
from integration.people import Clinic
from integration.stack import Stack

_ENTRIES = """
select id, operation, outcome, actor_id, role, command_id, streams, subjects, on_behalf_of, purpose, fields, origin,
       break_glass
  from audit_entry where clinic_id = $1 order by at, id
"""


class Noted(NamedTuple):
    """An entry of the trail, as far as tests ask for it."""

    operation: str
    outcome: str
    actor: UUID
    role: str
    command: UUID
    streams: tuple[UUID, ...]
    subjects: frozenset[UUID]
    on_behalf_of: frozenset[UUID]
    purpose: str
    fields: tuple[str, ...]
    origin: Origin | None
    break_glass: UUID | None


async def trail(stack: Stack, clinic: Clinic, auditors: Pool) -> list[Noted]:
    """Give the clinic's entries by their time; ``auditors`` are connections in the auditor's role."""
    if stack.pool is None:
        entries = stack.container.shared.log().entries
        return [_remembered(entry) for entry in entries if entry.execution.clinic == clinic.id]
    async with clinic_transaction(auditors, clinic.id) as connection:
        rows = await connection.fetch(_ENTRIES, clinic.id)
    return [await _read(stack, clinic, row) for row in rows]


def _remembered(entry: AuditEntry) -> Noted:
    said = entry.execution
    return Noted(
        said.operation,
        entry.outcome,
        said.actor.id,
        said.actor.role.value,
        said.command_id,
        entry.streams,
        entry.subjects,
        frozenset(on_behalf_of(said.actor, entry.subjects)),
        purpose_of(said).value,
        tuple(group.value for group in field_groups(said.operation)),
        said.origin,
        said.break_glass,
    )


async def _read(stack: Stack, clinic: Clinic, row: Row) -> Noted:
    origin = None
    if row["origin"] is not None:
        assert stack.pool is not None
        async with clinic_transaction(stack.pool, clinic.id) as connection:
            key = await stack.container.shared.keys().find(connection, clinic.id, clinic.id)
        origin = opened(row["origin"], key, clinic.id, row["id"])
    return Noted(
        row["operation"],
        row["outcome"],
        row["actor_id"],
        row["role"],
        row["command_id"],
        tuple(row["streams"]),
        frozenset(row["subjects"]),
        frozenset(row["on_behalf_of"]),
        row["purpose"],
        tuple(row["fields"]),
        origin,
        row["break_glass"],
    )
