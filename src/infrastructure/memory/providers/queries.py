"""The directory's questions, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.providers.languages import answered_by
from application.providers.queries import GetProvider, SearchProviders
from application.providers.views import DirectoryEntry, ProviderView
from application.shared.execution import Execution
from application.shared.paging import Page, after, cursor
from domain.providers.provider import Provider
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
        start = after(query.after, tuple[datetime, UUID])
        fitting = sorted((p for p in self._providers.all(execution) if _fits(p, query, execution.now)), key=_place)
        rest = [provider for provider in fitting if start is None or _place(provider) > start]
        shown = rest[: query.limit]
        return Page(
            items=tuple(DirectoryEntry.of(ProviderView.of(provider)) for provider in shown),
            next=cursor(*_place(shown[-1])) if len(rest) > query.limit else None,
        )


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
