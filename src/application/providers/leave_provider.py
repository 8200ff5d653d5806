"""Set a provider's last day."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.providers.tenure import LastDayIsOver, ProviderHasLeft
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day


class LeaveProvider(Command, frozen=True, kw_only=True):
    """Set a provider's last day, today or ahead; once it is over, they have left for good."""

    operation: ClassVar[str] = "providers.leave-provider"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ProviderHasLeft, LastDayIsOver)

    provider: InPath[ProviderId] = IN_PATH
    last_day: Day | None
    """The last day on which they see patients, by their own clock; null, which must be said, takes a leave back."""


@dataclass(frozen=True, slots=True)
class LeaveProviderHandler:
    """Sets the day. Holds the provider meanwhile, so that no booking after it slips between."""

    providers: Providers
    locks: Locks

    async def __call__(self, command: LeaveProvider, execution: Execution) -> Receipt:
        """Set the last day."""
        await self.locks.hold(execution, command.provider)
        async with self.providers.change(command.provider, execution) as provider:
            provider.leave(command.last_day, execution.now)
        return Receipt.of(provider)
