"""Note that an authority to practise holds no longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.providers.ports import Providers
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.providers.authority import AuthorityId, AuthorityIsRevoked, RevocationReason, UnknownAuthority
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import Day


class RevokeAuthority(Command, frozen=True, kw_only=True):
    """Revoke a provider's authority to practise."""

    operation: ClassVar[str] = "providers.revoke-authority"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownAuthority, AuthorityIsRevoked)

    provider: InPath[ProviderId] = IN_PATH
    authority: InPath[AuthorityId] = IN_PATH
    on: Day
    """The first day without it."""
    reason: RevocationReason | None = None


@dataclass(frozen=True, slots=True)
class RevokeAuthorityHandler:
    """Ends an authority. Holds the provider meanwhile: no booking that stands on the authority slips between."""

    providers: Providers
    locks: Locks

    async def __call__(self, command: RevokeAuthority, execution: Execution) -> Receipt:
        """Revoke the authority from the named day."""
        await self.locks.hold(execution, command.provider)
        async with self.providers.change(command.provider, execution) as provider:
            provider.revoke_authority(command.authority, on=command.on, reason=command.reason)
        return Receipt.of(provider)
