"""The audit trail's rows: what an entry says, and how the entry of a command comes into the command's own flush."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from application.shared.audit_trail import on_behalf_of, purpose_of
from application.shared.execution import Execution, Origin
from application.shared.field_groups import field_groups
from infrastructure.crypto.sealing import associated
from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.session import Session
from infrastructure.postgres.subject_key import SubjectKey
from infrastructure.postgres.subject_keys import SubjectKeys

INSERT: Final = """
insert into audit_entry
  (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
   on_behalf_of, purpose, fields, key_id, origin, break_glass)
values ($1::uuid, $2::uuid, $3::timestamptz, $4::uuid, $5::text, $6::text, $7::text, $8::uuid, $9::uuid,
        $10::uuid[], $11::uuid[], $12::uuid[], $13::text, $14::text[], $15::uuid, $16::bytea, $17::uuid)
"""

NAME_SUBJECTS: Final = """
insert into audit_subject (clinic_id, subject_id, at, entry_id)
select $1::uuid, subject, $2::timestamptz, $3::uuid from unnest($4::uuid[]) as subject
"""

ARRIVE: Final = "insert into audit_arrival (clinic_id, entry_id) values ($1::uuid, $2::uuid)"
"""An entry waits here until it is sealed, in the order of the log: by epoch, transaction and position."""

# Arrays within arrays must be of one length, so each is sent as PostgreSQL writes it down.
_KEEP: Final = """
with entered as materialized (select set_config('polyclinic.clinic', $1, true)::uuid as id),
     noted as materialized (
       select entered.id as clinic_id, n.*
         from entered, unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                              $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                              $15::uuid[], $16::bytea[], $17::uuid[])
              as n (id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
                    on_behalf_of, purpose, fields, key_id, origin, break_glass)),
     kept as (
       insert into audit_entry
         (clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects, streams,
          on_behalf_of, purpose, fields, key_id, origin, break_glass)
       select clinic_id, id, at, actor_id, role, operation, outcome, command_id, correlation_id, subjects::uuid[],
              streams::uuid[], on_behalf_of::uuid[], purpose, fields::text[], key_id, origin, break_glass
         from noted),
     arrived as (insert into audit_arrival (clinic_id, entry_id) select clinic_id, id from noted)
insert into audit_subject (clinic_id, subject_id, at, entry_id)
select noted.clinic_id, subject, noted.at, noted.id from noted, unnest(noted.subjects::uuid[]) as subject
"""
"""The clinic is set and the entries written in one statement, which is a transaction."""

_encode = msgspec.json.Encoder().encode


class Entry(NamedTuple):
    """A row of the trail, in the order of ``INSERT``'s parameters."""

    clinic: UUID
    id: UUID
    at: datetime
    actor: UUID
    role: str
    operation: str
    outcome: str
    command: UUID
    correlation: UUID
    subjects: list[UUID]
    streams: list[UUID]
    on_behalf_of: list[UUID]
    purpose: str
    fields: list[str]
    key: UUID | None
    origin: bytes | None
    """Sealed under the clinic's key, for this very entry."""
    break_glass: UUID | None


def entry_of(
    execution: Execution, outcome: str, subjects: Iterable[UUID], streams: Sequence[UUID], key: SubjectKey | None
) -> Entry:
    """Write down what happened. ``key`` is the clinic's, and may be missing where the execution has no origin."""
    entry = uuid7()  # in the order of writing, where several entries have one instant
    touched = sorted(set(subjects))
    return Entry(
        clinic=execution.clinic,
        id=entry,
        at=execution.now,
        actor=execution.actor.id,
        role=execution.actor.role.value,
        operation=execution.operation,
        outcome=outcome,
        command=execution.command_id,
        correlation=execution.correlation_id,
        subjects=touched,
        streams=list(streams),
        on_behalf_of=on_behalf_of(execution.actor, touched),
        purpose=purpose_of(execution).value,
        fields=[group.value for group in field_groups(execution.operation)],
        key=key.id if key is not None else None,
        origin=_sealed(execution.origin, key, execution.clinic, entry) if key is not None else None,
        break_glass=execution.break_glass,
    )


def opened(sealed: bytes, key: SubjectKey, clinic: UUID, entry: UUID) -> Origin:
    """Give where an entry's request came from. Raises ``SealBroken``."""
    return msgspec.json.decode(key.key.open(sealed, _place(clinic, entry)), type=Origin)


async def keep(pool: Pool, clinic: UUID, entries: Sequence[Entry]) -> None:
    """Write entries of one clinic in a transaction of their own. Raises ``Unavailable``."""
    async with lent(pool) as connection:
        await connection.execute(_KEEP, str(clinic), *_columns(entries))


class CommandEntries:
    """Writes the entry of a command into the command's own flush."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys

    async def contribute(self, session: Session, outcome: str) -> None:
        """Add the entry to the session's flush."""
        execution = session.execution
        key = await self._keys.sealing(session, execution.clinic) if execution.origin is not None else None
        entry = entry_of(execution, outcome, session.subjects, session.streams, key)
        session.flush.write(INSERT, *entry)
        session.flush.write(ARRIVE, entry.clinic, entry.id)
        if entry.subjects:
            session.flush.write(NAME_SUBJECTS, entry.clinic, entry.at, entry.id, entry.subjects)


def _sealed(origin: Origin | None, key: SubjectKey, clinic: UUID, entry: UUID) -> bytes | None:
    return key.key.seal(_encode(origin), _place(clinic, entry)) if origin is not None else None


def _place(clinic: UUID, entry: UUID) -> bytes:
    return associated(clinic, "audit_entry", entry, "origin")


def _columns(entries: Sequence[Entry]) -> list[list[Any]]:
    """Give the columns behind the clinic's, each as one array."""
    columns = islice(zip(*entries, strict=True), 1, None)
    return [[_written(value) for value in column] for column in columns]


def _written(value: Any) -> Any:
    """Write a list down as PostgreSQL does; its members are ids and codes, which need no quotes."""
    return f"{{{','.join(map(str, value))}}}" if isinstance(value, list) else value
