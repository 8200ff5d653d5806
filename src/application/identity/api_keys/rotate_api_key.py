"""Rotate a service key."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.api_keys.issue_api_key import ApiKeySecret, key_prefix
from application.identity.api_keys.ports import ApiKeys, ApiKeySecrets
from application.identity.sessions.tokens import Tokens
from application.shared.command import IN_PATH, Command, InPath
from application.shared.execution import Execution
from domain.identity.account import AccountIsDisabled
from domain.identity.api_key import ApiKeyEndsTooSoon, ApiKeyId, ApiKeyIsRevoked, ApiKeyLivesTooLong
from domain.shared.errors import DomainError
from domain.shared.time import Instant


class RotateApiKey(Command, frozen=True, kw_only=True):
    """Give a key another secret; the old one opens nothing any more."""

    operation: ClassVar[str] = "identity.rotate-api-key"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        ApiKeyIsRevoked,
        ApiKeyEndsTooSoon,
        ApiKeyLivesTooLong,
        AccountIsDisabled,
    )
    keyed: ClassVar[bool] = False

    api_key: InPath[ApiKeyId] = IN_PATH
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class RotateApiKeyHandler:
    """Rotates a key of the actor's clinic."""

    acting: ActingAccounts
    keys: ApiKeys
    secrets: ApiKeySecrets
    tokens: Tokens

    async def __call__(self, command: RotateApiKey, execution: Execution) -> ApiKeySecret:
        """Let another secret count."""
        await self.acting.check(execution)
        token = self.tokens.mint(execution.new_id("api-key-secret"))
        prefix = key_prefix(token.text)
        async with self.keys.change(command.api_key, execution) as key:
            key.rotate(prefix, expires_at=command.expires_at, now=execution.now)
        await self.secrets.keep(command.api_key, prefix, token.digest, execution)
        return ApiKeySecret(id=key.id, version=key.version, prefix=prefix, secret=token.text)
