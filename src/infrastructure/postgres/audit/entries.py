"""The audit trail's questions, each one statement in the auditor's role."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from application.audit.ports import Sought
from application.audit.queries import EntryOutcome, ListEntries
from application.audit.views import EntryView
from application.shared.execution import Execution, Origin
from application.shared.field_groups import FieldGroup
from application.shared.paging import Page, after, page
from application.shared.purposes import Purpose
from domain.shared.identifiers import AccountId, ClinicId, PatientId
from domain.shared.roles import Role
from infrastructure.postgres.audit_entries import opened
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.list_reads import ListReads, Row
from infrastructure.postgres.subject_key import SubjectKey
from infrastructure.postgres.subject_keys import SubjectKeys

_COLUMNS: Final = """
t.id, t.at, t.actor_id, t.role, t.operation, t.outcome, t.correlation_id, t.subjects, t.streams, t.on_behalf_of,
t.purpose, t.fields, t.break_glass, t.key_id, t.origin
"""
_OF_CLINIC: Final = f"""
select {_COLUMNS} from audit_entry t where t.clinic_id = $1 and {{where}} order by t.at desc, t.id desc limit {{limit}}
"""  # noqa: S608 - own text
# A patient's entries are found by rows of their own: a condition on an array finds no index.
_OF_PATIENT: Final = f"""
select {_COLUMNS}
  from audit_subject s join audit_entry t on t.clinic_id = s.clinic_id and t.id = s.entry_id
 where s.clinic_id = $1 and {{where}} order by s.at desc, s.entry_id desc limit {{limit}}
"""  # noqa: S608 - own text
_OF_PERSON: Final = f"""
select {_COLUMNS}
  from (select distinct s.at, s.entry_id from audit_subject s
         where s.clinic_id = $1 and s.subject_id = any($2::uuid[]) and {{window}}) as s
  join audit_entry t on t.clinic_id = $1 and t.id = s.entry_id
 where t.outcome = 'done' and {{by}} order by s.at desc, s.entry_id desc limit {{limit}}
"""  # noqa: S608 - own text
# In the same statement: a suspension that came between two would be seen by its own entry.
_NOT_SUSPENDED: Final = """
not exists (select from disclosure d
             where d.clinic_id = $1 and d.id = any(t.streams) and d.suspended_until > {})
"""
_ENDED: Final = {
    EntryOutcome.ALLOWED: "t.outcome = 'done'",
    EntryOutcome.REHEARSED: "t.outcome = 'rehearsed'",
    EntryOutcome.REFUSED: "t.outcome not in ('done', 'rehearsed')",
}


class PostgresAuditEntries:
    """Reads entries. Where a request came from is opened with the clinic's key, out of the auditor's role's reach."""

    def __init__(self, trail: ListReads, pool: Pool, keys: SubjectKeys) -> None:
        """``trail`` reads as the auditor, ``pool`` as the application."""
        self._trail = trail
        self._pool = pool
        self._keys = keys

    async def entries(
        self, query: ListEntries, execution: Execution, actors: frozenset[UUID] | None = None
    ) -> Page[EntryView]:
        """List entries, the latest first; only what some ``actors`` did, where they are given."""
        of_patient = query.patient is not None
        where = _conditions(query, execution, "s.at, s.entry_id" if of_patient else "t.at, t.id")
        if actors is not None:
            where.demand("t.actor_id = any({}::uuid[])", sorted(actors))
        statement = _OF_PATIENT if of_patient else _OF_CLINIC
        sql = statement.format(where=where, limit=query.limit + 1)
        views = await self._opened(await self._trail.rows(execution, sql, *where.values), execution.clinic)
        return page(views, query.limit, lambda entry: (entry.at, entry.id))

    async def accesses(self, sought: Sought, execution: Execution) -> tuple[EntryView, ...]:
        """Give what concerned some patients and was let through, the latest first."""
        window = Conditions(execution.clinic)
        window.values.append(list(sought.patients))
        parts = [window.place(condition, *values) for condition, *values in _window(sought) if None not in values]
        by = [window.place(condition, list(named)) for condition, named in _by(sought) if named is not None]
        if not sought.suspended:
            by.append(window.place(_NOT_SUSPENDED, execution.now))
        sql = _OF_PERSON.format(window=" and ".join(parts) or "true", by=" and ".join(by) or "true", limit=sought.limit)
        return tuple(await self._opened(await self._trail.rows(execution, sql, *window.values), execution.clinic))

    async def _opened(self, rows: Sequence[Row], clinic: ClinicId) -> list[EntryView]:
        key = await self._key(clinic) if any(row["origin"] is not None for row in rows) else None
        return [_view(row, clinic, key) for row in rows]

    async def _key(self, clinic: ClinicId) -> SubjectKey | None:
        async with clinic_transaction(self._pool, clinic) as connection:
            return await self._keys.find(connection, clinic, clinic)


def _conditions(query: ListEntries, execution: Execution, place: str) -> Conditions:
    where = Conditions(execution.clinic)
    at = place.partition(",")[0]
    for column, wanted in (
        ("s.subject_id", query.patient),
        ("t.actor_id", query.account),
        ("t.operation", query.done),
        ("t.purpose", query.purpose and query.purpose.value),
        ("t.role", query.role and query.role.value),
    ):
        if wanted is not None:
            where.demand(f"{column} = {{}}", wanted)
    if query.field is not None:
        where.demand("{} = any(t.fields)", query.field.value)
    if query.broke_glass is not None:
        where.demand(f"t.break_glass is {'not ' if query.broke_glass else ''}null")
    if query.outcome is not None:
        where.demand(_ENDED[query.outcome])
    if (since := query.begins(execution.now)) is not None:
        where.demand(f"{at} >= {{}}", since)
    if query.until is not None:
        where.demand(f"{at} < {{}}", query.until)
    start = after(query.after, tuple[datetime, UUID])
    if start is not None:
        where.demand(f"({place}) < ({{}}, {{}})", *start)
    return where


def _window(sought: Sought) -> list[tuple[Any, ...]]:
    return [
        ("s.at >= {}", sought.since),
        ("s.at < {}", sought.until),
        ("(s.at, s.entry_id) < ({}, {})", *(sought.after or (None, None))),
    ]


def _by(sought: Sought) -> list[tuple[str, frozenset[Any] | None]]:
    return [("t.actor_id = any({}::uuid[])", sought.actors), ("t.operation = any({}::text[])", sought.operations)]


def _view(row: Row, clinic: ClinicId, key: SubjectKey | None) -> EntryView:
    origin = Origin(address=None, agent=None)
    if row["origin"] is not None and key is not None and key.id == row["key_id"]:
        origin = opened(row["origin"], key, clinic, row["id"])
    ended = _ended(row["outcome"])
    return EntryView(
        id=row["id"],
        at=row["at"],
        actor=AccountId(row["actor_id"]),
        role=Role(row["role"]),
        operation=row["operation"],
        outcome=ended,
        refusal=row["outcome"] if ended is EntryOutcome.REFUSED else None,
        patients=tuple(PatientId(subject) for subject in row["subjects"]),
        things=tuple(row["streams"]),
        on_behalf_of=tuple(PatientId(patient) for patient in row["on_behalf_of"]),
        purpose=Purpose(row["purpose"]) if row["purpose"] is not None else None,
        fields=tuple(FieldGroup(field) for field in row["fields"]),
        broke_glass=row["break_glass"] is not None,
        request=row["correlation_id"],
        address=origin.address,
        agent=origin.agent,
    )


def _ended(outcome: str) -> EntryOutcome:
    match outcome:
        case "done":
            return EntryOutcome.ALLOWED
        case "rehearsed":
            return EntryOutcome.REHEARSED
        case _:
            return EntryOutcome.REFUSED
