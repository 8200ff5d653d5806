"""The audit trail's rows, as statements."""

from collections.abc import Iterable
from uuid import UUID

from uuid_utils.compat import uuid7

from application.shared.audit_trail import on_behalf_of
from application.shared.execution import Execution
from infrastructure.postgres.flush import Flush

INSERT = """
insert into audit_entry
  (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
   on_behalf_of)
values ($1::uuid, $2::uuid, $3::timestamptz, $4::uuid, $5::text, $6::text, $7::text, $8::uuid, $9::uuid,
        $10::uuid[], $11::uuid[], $12::uuid[])
"""


def write_entry(
    flush: Flush, execution: Execution, outcome: str, subjects: Iterable[UUID], streams: Iterable[UUID]
) -> None:
    """Add a command's entry to its own flush."""
    flush.write(INSERT, *columns(execution, outcome, subjects, streams))


def columns(
    execution: Execution, outcome: str, subjects: Iterable[UUID], streams: Iterable[UUID]
) -> tuple[object, ...]:
    """Give the parameters of ``INSERT``."""
    touched = sorted(subjects)
    return (
        execution.clinic,
        uuid7(),  # in the order of writing, where several entries have one instant
        execution.now,
        execution.actor.id,
        execution.actor.role.value,
        execution.operation,
        outcome,
        execution.command_id,
        execution.correlation_id,
        touched,
        list(streams),
        on_behalf_of(execution.actor, touched),
    )
