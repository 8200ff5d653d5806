"""Who looked at a record, told to whom it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from application.audit.ports import AuditEntries, Colleague, Colleagues, Records, Sought
from application.audit.queries import ListAccesses
from application.audit.views import AccessView, EntryView
from application.audit.whose_trail import records_told_of
from application.audit.wording import told
from application.shared.execution import Execution
from application.shared.paging import Page, after, page

READING: Final = ("explain-", "find-", "get-", "list-", "read-", "search-")
"""How the names of operations begin that change nothing."""


@dataclass(frozen=True, slots=True)
class Accesses:
    """Tells a patient, or who may read the record in their place, who looked at it; linked records of theirs too."""

    entries: AuditEntries
    records: Records
    colleagues: Colleagues

    async def list(self, query: ListAccesses, execution: Execution) -> Page[AccessView]:
        """List accesses, the latest first. Raises ``NotFound``, ``Erased``."""
        start = after(query.after, tuple[datetime, UUID])
        patients = await records_told_of(query.patient, self.records, execution)
        found = await self.entries.accesses(
            Sought(patients, query.since, query.until, start, query.limit + 1), execution
        )
        known = await self.colleagues.of({entry.actor for entry in found}, execution)
        cut = page(found, query.limit, lambda entry: (entry.at, entry.id))
        return Page(items=tuple(_shown(entry, known.get(entry.actor), execution) for entry in cut.items), next=cut.next)


def _shown(entry: EntryView, colleague: Colleague | None, execution: Execution) -> AccessView:
    yourself, changed = entry.actor == execution.actor.id, not entry.operation.partition(".")[2].startswith(READING)
    name = str(colleague.name) if colleague is not None else None
    return AccessView(
        at=entry.at,
        told=told(entry, name=name, yourself=yourself, changed=changed),
        role=entry.role,
        provider=colleague.provider if colleague is not None else None,
        name=colleague.name if colleague is not None else None,
        is_yourself=yourself,
        changed=changed,
        fields=entry.fields,
        purpose=entry.purpose,
        broke_glass=entry.broke_glass,
    )
