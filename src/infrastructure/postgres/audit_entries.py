"""The audit trail's rows, as statements."""

from collections.abc import Iterable
from uuid import UUID

from application.shared.execution import Execution
from infrastructure.postgres.flush import Flush

INSERT = """
insert into audit_entry
  (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams)
values ($1::uuid, gen_random_uuid(), $2::timestamptz, $3::uuid, $4::text, $5::text, $6::text, $7::uuid, $8::uuid,
        $9::uuid[], $10::uuid[])
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
    return (
        execution.clinic,
        execution.now,
        execution.actor.id,
        execution.actor.role.value,
        execution.operation,
        outcome,
        execution.command_id,
        execution.correlation_id,
        sorted(subjects),
        list(streams),
    )
