"""Note that a regulator lets a provider practise."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.providers.authority import Authority, AuthorityAlreadyGranted, AuthorityId, AuthorityNumber
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId


class GrantAuthority(Command, frozen=True, kw_only=True):
    """Grant a provider an authority to practise."""

    operation: ClassVar[str] = "providers.grant-authority"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AuthorityAlreadyGranted,)

    provider: InPath[ProviderId] = IN_PATH
    authority: Authority
    number: AuthorityNumber


class AuthorityReceipt(Receipt, frozen=True, kw_only=True):
    """The provider that was changed, and the new authority."""

    authority: AuthorityId


@dataclass(frozen=True, slots=True)
class GrantAuthorityHandler:
    """Adds an authority that the clinic has seen proven."""

    providers: Providers

    async def __call__(self, command: GrantAuthority, execution: Execution) -> AuthorityReceipt:
        """Grant the authority under an id that derives from the command."""
        authority = AuthorityId(execution.new_id("authority"))
        async with self.providers.change(command.provider, execution) as provider:
            provider.grant_authority(authority, command.authority, command.number)
        return AuthorityReceipt(id=provider.id, version=provider.version, authority=authority)
