"""What the directory needs from outside."""

from typing import Protocol

from application.providers.queries import GetProvider, SearchProviders
from application.providers.views import DirectoryEntry, ProviderView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.providers.provider import Provider


class Providers(Repository[Provider], Protocol):
    """The clinic's providers, to change."""


class ProviderQueries(Protocol):
    """The clinic's providers, to look at. What is out of the actor's reach is not found."""

    async def get(self, query: GetProvider, execution: Execution) -> ProviderView:
        """Show one provider's file, now or as of a past moment. Raises ``NotFound``."""
        ...

    async def search(self, query: SearchProviders, execution: Execution) -> Page[DirectoryEntry]:
        """Show the providers that fit everything asked for, in the order in which they joined."""
        ...
