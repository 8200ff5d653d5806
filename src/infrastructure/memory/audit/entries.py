"""The audit trail's questions, answered from the log."""

from datetime import datetime
from uuid import UUID

from application.audit.ports import Sought
from application.audit.queries import EntryOutcome, ListEntries
from application.audit.views import EntryView
from application.shared.audit_trail import on_behalf_of, purpose_of
from application.shared.execution import Execution
from application.shared.field_groups import field_groups
from application.shared.paging import Page, after, page
from domain.patients.disclosure import Disclosure
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import AuditEntry, MemoryLog
from infrastructure.memory.whole_clinic import WholeClinic


class MemoryAuditEntries:
    """Reads entries; each is named by its place in the log."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self._disclosures = WholeClinic(Disclosure, log)

    async def entries(
        self, query: ListEntries, execution: Execution, actors: frozenset[UUID] | None = None
    ) -> Page[EntryView]:
        """List entries, the latest first; only what some ``actors`` did, where they are given."""
        start = after(query.after, tuple[datetime, UUID])
        since = query.begins(execution.now)
        within = (entry for entry in self._latest_first(execution) if _is_within(entry, since, query.until, start))
        fitting = [entry for entry in within if _fits(entry, query) and (actors is None or entry.actor in actors)]
        return page(fitting[: query.limit + 1], query.limit, lambda entry: (entry.at, entry.id))

    async def accesses(self, sought: Sought, execution: Execution) -> tuple[EntryView, ...]:
        """Give what concerned some patients and was let through, the latest first."""
        hidden = frozenset[UUID]() if sought.suspended else self._suspended(execution)
        found = (
            entry
            for entry in self._latest_first(execution)
            if entry.outcome is EntryOutcome.ALLOWED
            and not sought.patients.isdisjoint(entry.patients)
            and (sought.actors is None or entry.actor in sought.actors)
            and (sought.operations is None or entry.operation in sought.operations)
            and hidden.isdisjoint(entry.things)
            and _is_within(entry, sought.since, sought.until, sought.after)
        )
        return tuple(found)[: sought.limit]

    def _suspended(self, execution: Execution) -> frozenset[UUID]:
        return frozenset(one.id for one in self._disclosures.all(execution) if one.is_suspended(execution.now))

    def _latest_first(self, execution: Execution) -> list[EntryView]:
        numbered = enumerate(self._log.entries, start=1)
        views = [_view(place, entry) for place, entry in numbered if entry.execution.clinic == execution.clinic]
        return sorted(views, key=lambda entry: (entry.at, entry.id), reverse=True)


def _fits(entry: EntryView, query: ListEntries) -> bool:
    return (
        (query.patient is None or query.patient in entry.patients)
        and query.account in {None, entry.actor}
        and query.done in {None, entry.operation}
        and query.purpose in {None, entry.purpose}
        and query.role in {None, entry.role}
        and (query.field is None or query.field in entry.fields)
        and query.broke_glass in {None, entry.broke_glass}
        and query.outcome in {None, entry.outcome}
    )


def _is_within(
    entry: EntryView, since: datetime | None, until: datetime | None, start: tuple[datetime, UUID] | None
) -> bool:
    return (
        (since is None or entry.at >= since)
        and (until is None or entry.at < until)
        and (start is None or (entry.at, entry.id) < start)
    )


def _view(place: int, entry: AuditEntry) -> EntryView:
    execution, outcome = entry.execution, entry.outcome
    ended = {"done": EntryOutcome.ALLOWED, "rehearsed": EntryOutcome.REHEARSED}.get(outcome, EntryOutcome.REFUSED)
    return EntryView(
        id=UUID(int=place),
        at=execution.now,
        actor=execution.actor.id,
        role=execution.actor.role,
        operation=execution.operation,
        outcome=ended,
        refusal=outcome if ended is EntryOutcome.REFUSED else None,
        patients=tuple(PatientId(subject) for subject in sorted(entry.subjects)),
        things=entry.streams,
        on_behalf_of=tuple(PatientId(patient) for patient in on_behalf_of(execution.actor, sorted(entry.subjects))),
        purpose=purpose_of(execution),
        fields=field_groups(execution.operation),
        broke_glass=execution.break_glass is not None,
        request=execution.correlation_id,
        address=execution.origin.address if execution.origin is not None else None,
        agent=execution.origin.agent if execution.origin is not None else None,
    )
