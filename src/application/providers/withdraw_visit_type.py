"""Take no new bookings of a kind of visit."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.providers.visit_type import UnknownVisitType
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.visits import VisitTypeCode


class WithdrawVisitType(Command, frozen=True, kw_only=True):
    """Withdraw a visit type."""

    operation: ClassVar[str] = "providers.withdraw-visit-type"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownVisitType,)

    provider: InPath[ProviderId] = IN_PATH
    code: VisitTypeCode


@dataclass(frozen=True, slots=True)
class WithdrawVisitTypeHandler:
    """Takes a visit type off the offer. Holds the provider meanwhile, so that no booking of it slips between."""

    providers: Providers
    locks: Locks

    async def __call__(self, command: WithdrawVisitType, execution: Execution) -> Receipt:
        """Withdraw the visit type; bookings that stand are kept."""
        await self.locks.hold(execution, command.provider)
        async with self.providers.change(command.provider, execution) as provider:
            provider.withdraw_visit_type(command.code)
        return Receipt.of(provider)
