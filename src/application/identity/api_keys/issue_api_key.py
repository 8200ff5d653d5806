"""Issue a service key."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import msgspec

from application.identity.accounts.acting_accounts import ActingAccounts
from application.identity.api_keys.ports import ApiKeys, ApiKeySecrets
from application.identity.sessions.tokens import Tokens
from application.shared.access import ACCESS
from application.shared.command import Command, Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from application.shared.rights.outsiders import is_open_to_outsiders
from domain.identity.account import AccountIsDisabled
from domain.identity.api_key import (
    ApiKey,
    ApiKeyEndsTooSoon,
    ApiKeyId,
    ApiKeyLivesTooLong,
    ApiKeyWithoutScope,
    KeyName,
    KeyPrefix,
    Scope,
)
from domain.identity.key_holder import KeyHolder, Outsider
from domain.shared.errors import DomainError
from domain.shared.roles import Role
from domain.shared.time import Instant

PREFIX_LENGTH: Final = 15
"""How much of a key may be shown: what sort of token it is, and 12 of the 22 letters of its secret's id."""

MOST_SCOPES: Final = 200


class UnknownScope(DomainError):
    """A key is limited to operations that keys can have."""

    code = "identity.unknown-scope"
    mend = "Leave out the scopes named in 'scopes'; the access table lists what the role integration may do."


class ScopeNotForOutsiders(DomainError):
    """An outsider's key opens what tells of patients who agreed to it, and nothing else of anybody."""

    code = "identity.scope-not-for-outsiders"
    mend = (
        "Leave out the scopes named in 'scopes'. If the program works for the clinic, and whoever runs it is bound as"
        " the clinic is, issue the key to the clinic."
    )


class IssueApiKey(Command, frozen=True, kw_only=True):
    """Issue a key with which a program may do some operations."""

    operation: ClassVar[str] = "identity.issue-api-key"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        ApiKeyWithoutScope,
        UnknownScope,
        ScopeNotForOutsiders,
        ApiKeyEndsTooSoon,
        ApiKeyLivesTooLong,
        AccountIsDisabled,
    )
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False

    name: KeyName
    holder: KeyHolder
    """For whom the program works. It is said of each key, and stays: whoever is another gets another key."""
    scopes: Annotated[tuple[Scope, ...], msgspec.Meta(max_length=MOST_SCOPES)]
    expires_at: Instant


class ApiKeySecret(Confidential, Receipt, frozen=True, kw_only=True):
    """A service key, and the one showing of its secret."""

    prefix: KeyPrefix
    secret: BearerSecret
    """The whole key, to be sent as ``Authorization: Bearer ...``."""


def key_prefix(secret: str) -> KeyPrefix:
    """Give the part of a key that may be shown."""
    return secret[:PREFIX_LENGTH]


@dataclass(frozen=True, slots=True)
class IssueApiKeyHandler:
    """Issues a key in the actor's clinic."""

    acting: ActingAccounts
    keys: ApiKeys
    secrets: ApiKeySecrets
    tokens: Tokens

    async def __call__(self, command: IssueApiKey, execution: Execution) -> ApiKeySecret:
        """Issue the key. Raises ``UnknownScope``, ``ScopeNotForOutsiders`` for what no key, or not this one, can do."""
        await self.acting.check(execution)
        unknown = [scope for scope in command.scopes if Role.INTEGRATION not in ACCESS.get(scope, {})]
        if unknown:
            raise UnknownScope(scopes=unknown)
        closed = [scope for scope in command.scopes if not is_open_to_outsiders(scope)]
        if isinstance(command.holder, Outsider) and closed:
            raise ScopeNotForOutsiders(scopes=closed)
        id_ = ApiKeyId(execution.new_id("api-key"))
        token = self.tokens.mint(execution.new_id("api-key-secret"))
        prefix = key_prefix(token.text)
        key = ApiKey.issue(
            id_,
            command.name,
            command.holder,
            command.scopes,
            prefix,
            expires_at=command.expires_at,
            now=execution.now,
        )
        await self.keys.add(key, execution)
        await self.secrets.keep(id_, prefix, token.digest, execution)
        return ApiKeySecret(id=id_, version=key.version, prefix=prefix, secret=token.text)
