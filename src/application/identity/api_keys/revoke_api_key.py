"""Revoke a service key."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.api_keys.ports import ApiKeys, ApiKeySecrets
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.api_key import ApiKeyId, ApiKeyIsRevoked
from domain.shared.errors import DomainError


class RevokeApiKey(Command, frozen=True, kw_only=True):
    """Let a key open nothing any more."""

    operation: ClassVar[str] = "identity.revoke-api-key"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ApiKeyIsRevoked, AccountIsDisabled)

    api_key: InPath[ApiKeyId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RevokeApiKeyHandler:
    """Revokes a key of the actor's clinic."""

    acting: ActingAccounts
    keys: ApiKeys
    secrets: ApiKeySecrets

    async def __call__(self, command: RevokeApiKey, execution: Execution) -> Receipt:
        """Revoke the key and forget its secret."""
        await self.acting.check(execution)
        async with self.keys.change(command.api_key, execution) as key:
            key.revoke(now=execution.now)
        await self.secrets.forget(command.api_key, execution)
        return Receipt.of(key)
