"""Let a provider be booked for a kind of visit."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.providers.visit_type import VisitLengthOutOfRange, VisitType, VisitTypeAlreadyOffered
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId


class OfferVisitType(Command, frozen=True, kw_only=True):
    """Offer a visit type."""

    operation: ClassVar[str] = "providers.offer-visit-type"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (VisitLengthOutOfRange, VisitTypeAlreadyOffered)

    provider: InPath[ProviderId] = IN_PATH
    visit_type: VisitType


@dataclass(frozen=True, slots=True)
class OfferVisitTypeHandler:
    """Puts a visit type on offer."""

    providers: Providers

    async def __call__(self, command: OfferVisitType, execution: Execution) -> Receipt:
        """Offer the visit type from now on."""
        async with self.providers.change(command.provider, execution) as provider:
            provider.offer_visit_type(command.visit_type)
        return Receipt.of(provider)
