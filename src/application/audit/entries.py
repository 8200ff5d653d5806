"""Who did and read what, told to who answers for it."""

from dataclasses import dataclass

from application.audit.ports import AuditEntries, Colleagues
from application.audit.queries import ListEntries
from application.audit.views import EntryView
from application.shared.execution import Execution
from application.shared.paging import Page


@dataclass(frozen=True, slots=True)
class Entries:
    """Lists the trail. Who a provider is stands in the directory; the trail knows accounts alone."""

    entries: AuditEntries
    colleagues: Colleagues

    async def list(self, query: ListEntries, execution: Execution) -> Page[EntryView]:
        """List entries, the latest first."""
        if query.provider is None:
            return await self.entries.entries(query, execution)
        actors = await self.colleagues.accounts(query.provider, execution)
        return await self.entries.entries(query, execution, actors)
