"""Let an authority to practise last longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.providers.authority import (
    AuthorityAlreadyGranted,
    AuthorityId,
    AuthorityIsRevoked,
    RenewalDoesNotExtend,
    UnknownAuthority,
)
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day


class RenewAuthority(Command, frozen=True, kw_only=True):
    """Renew a provider's authority to practise."""

    operation: ClassVar[str] = "providers.renew-authority"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        UnknownAuthority,
        AuthorityIsRevoked,
        RenewalDoesNotExtend,
        AuthorityAlreadyGranted,
    )

    provider: InPath[ProviderId] = IN_PATH
    authority: InPath[AuthorityId] = IN_PATH
    valid_until: Day | None
    """The new last day; null, which must be said, for an authority without an end."""


@dataclass(frozen=True, slots=True)
class RenewAuthorityHandler:
    """Sets a later last day."""

    providers: Providers

    async def __call__(self, command: RenewAuthority, execution: Execution) -> Receipt:
        """Renew the authority."""
        async with self.providers.change(command.provider, execution) as provider:
            provider.renew_authority(command.authority, command.valid_until)
        return Receipt.of(provider)
