"""The directory's questions, each one statement."""

from datetime import datetime
from typing import Final
from uuid import UUID

from application.providers.queries import GetProvider, SearchProviders
from application.providers.views import DirectoryEntry, ProviderView
from application.shared.execution import Execution
from application.shared.paging import Page, after
from application.shared.refusals import NotFound
from domain.providers.provider import Provider
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel

_SEARCH: Final = """
{select}
 where t.clinic_id = $1
   and ($2::text is null or exists (
         select from provider_specialty s
          where s.clinic_id = $1 and s.specialty = $2 and s.provider_id = t.id))
   and ($3::text is null or exists (
         select from provider_language l
          where l.clinic_id = $1 and l.language = $3 and l.provider_id = t.id))
   and ($4::text is null or exists (
         select from provider_visit_type v
          where v.clinic_id = $1 and v.code = $4 and v.provider_id = t.id))
   and ($5::text is null or exists (
         select from provider_authority a
          where a.clinic_id = $1 and a.jurisdiction = $5 and a.provider_id = t.id and a.valid_from <= $6::date
            and (a.valid_until is null or a.valid_until >= $6)))
   and ($7::boolean is null or $7 = (not t.suspended and (t.leaves_at is null or t.leaves_at > $8::timestamptz)))
   and ($9::timestamptz is null or (t.added_at, t.id) > ($9, $10::uuid))
 order by t.added_at, t.id
 limit $11
"""


class PostgresProviderQueries:
    """Answers from the directory's rows."""

    def __init__(self, providers: ReadModel[Provider, ProviderView], reads: PointReads, lists: ListReads) -> None:
        self._providers = providers
        self._reads = reads
        self._lists = lists
        self.search_statement = _SEARCH.format(select=providers.select)

    async def get(self, query: GetProvider, execution: Execution) -> ProviderView:
        """Show one provider's file, now or as of a past moment."""
        if not execution.reaches(patient=None, provider=query.provider):
            raise NotFound(id=query.provider)
        return await self._reads.one(self._providers, query.provider, execution, as_of=query.as_of)

    async def search(self, query: SearchProviders, execution: Execution) -> Page[DirectoryEntry]:
        """Show the providers that fit."""
        found_by = (query.specialty, query.language, query.visit_type, query.jurisdiction, query.on)
        criteria = (*found_by, query.in_service, execution.now)
        start = after(query.after, tuple[datetime, UUID]) or (None, None)
        limit = query.limit + 1
        rows = await self._lists.rows(execution, self.search_statement, execution.clinic, *criteria, *start, limit)
        found = await self._lists.cut(self._providers, rows, ("added_at", "id"), query.limit, execution)
        return Page(items=tuple(map(DirectoryEntry.of, found.items)), next=found.next)
