"""The directory's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.providers.languages import answered_by
from application.providers.queries import GetProvider, SearchProviders
from application.providers.views import DirectoryEntry, ProviderView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.providers.provider import Provider
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemoryProviderQueries:
    """Answers from the log."""

    def __init__(self, providers: MemoryRepository[Provider]) -> None:
        self._providers = providers

    async def get(self, query: GetProvider, execution: Execution) -> ProviderView:
        """Show one provider's file, now or as of a past moment."""
        return ProviderView.of(self._providers.find(query.provider, execution, query.as_of))

    async def search(self, query: SearchProviders, execution: Execution) -> Page[DirectoryEntry]:
        """Show the providers that fit."""
        fitting = (one for one in self._providers.all(execution) if _fits(one, query, execution.now))
        found = page_of(fitting, query, _place)
        return Page(items=tuple(DirectoryEntry.of(ProviderView.of(one)) for one in found.items), next=found.next)


def _fits(provider: Provider, query: SearchProviders, now: datetime) -> bool:
    languages = {answered for tag in provider.profile.languages for answered in answered_by(tag)}
    return (
        query.specialty in {None, *provider.profile.specialties}
        and query.language in {None, *languages}
        and query.visit_type in {None, *(offered.code for offered in provider.visit_types)}
        and query.in_service in {None, provider.in_service(now)}
        and (query.jurisdiction is None or query.on is None or provider.may_practise(query.jurisdiction, query.on))
    )


def _place(provider: Provider) -> tuple[datetime, UUID]:
    return provider.created_on, provider.id
