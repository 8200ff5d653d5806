"""Keep a provider from seeing patients."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.providers.tenure import ProviderAlreadySuspended, ProviderHasLeft, SuspensionReason
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId


class SuspendProvider(Command, frozen=True, kw_only=True):
    """Suspend a provider, from now on: no visit is booked, approved, moved to or begun with them.

    Bookings that stand are kept; each is marked as needing another provider.
    """

    operation: ClassVar[str] = "providers.suspend-provider"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ProviderHasLeft, ProviderAlreadySuspended)

    provider: InPath[ProviderId] = IN_PATH
    reason: SuspensionReason


@dataclass(frozen=True, slots=True)
class SuspendProviderHandler:
    """Suspends. Holds the provider meanwhile, so that no booking slips between."""

    providers: Providers
    locks: Locks

    async def __call__(self, command: SuspendProvider, execution: Execution) -> Receipt:
        """Suspend the provider."""
        await self.locks.hold(execution, command.provider)
        async with self.providers.change(command.provider, execution) as provider:
            provider.suspend(command.reason, execution.now)
        return Receipt.of(provider)
