"""What service keys ask of the world."""

from typing import Protocol

import msgspec

from application.shared.execution import Execution
from application.shared.repository import Repository
from domain.identity.api_key import ApiKey, ApiKeyId, KeyPrefix
from domain.identity.key_holder import KeyHolder
from domain.shared.identifiers import ClinicId
from domain.shared.time import Instant


class ApiKeys(Repository[ApiKey], Protocol):
    """The clinic's service keys."""


class StoredApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a service key is checked against."""

    clinic: ClinicId
    id: ApiKeyId
    holder: KeyHolder
    scopes: tuple[str, ...]
    expires_at: Instant
    digest: bytes


class ApiKeySecrets(Protocol):
    """The digests of service keys, found by the part of a key that may be shown."""

    async def find(self, prefix: KeyPrefix) -> StoredApiKey | None:
        """Give what a key with this prefix is checked against, in whichever clinic; nothing of a revoked one."""
        ...

    async def keep(self, key: ApiKeyId, prefix: KeyPrefix, digest: bytes, execution: Execution) -> None:
        """Let this secret count for a key from now on, and the one before it no more."""
        ...

    async def forget(self, key: ApiKeyId, execution: Execution) -> None:
        """Let no secret count for a key any more."""
        ...
