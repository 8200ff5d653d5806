"""Let a suspended provider see patients again."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.providers.tenure import ProviderHasLeft, ProviderNotSuspended
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId


class ReinstateProvider(Command, frozen=True, kw_only=True):
    """Reinstate a suspended provider."""

    operation: ClassVar[str] = "providers.reinstate-provider"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ProviderHasLeft, ProviderNotSuspended)

    provider: InPath[ProviderId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ReinstateProviderHandler:
    """Ends a suspension. Holds the provider meanwhile, as who suspends does."""

    providers: Providers
    locks: Locks

    async def __call__(self, command: ReinstateProvider, execution: Execution) -> Receipt:
        """Reinstate the provider."""
        await self.locks.hold(execution, command.provider)
        async with self.providers.change(command.provider, execution) as provider:
            provider.reinstate(execution.now)
        return Receipt.of(provider)
