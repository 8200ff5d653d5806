"""The digests of service keys, in memory."""

from typing import NamedTuple

from application.identity.api_keys.ports import StoredApiKey
from application.shared.execution import Execution
from application.shared.transactions import LostRace
from domain.identity.api_key import ApiKey, ApiKeyId, KeyPrefix
from domain.shared.aggregate import fold
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import MemoryLog, current


class _Secret(NamedTuple):
    clinic: ClinicId
    key: ApiKeyId
    digest: bytes


class MemoryApiKeySecrets:
    """Keeps one digest a key."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self._secrets: dict[KeyPrefix, _Secret] = {}

    async def find(self, prefix: KeyPrefix) -> StoredApiKey | None:
        """Give what a key with this prefix is checked against."""
        secret = self._secrets.get(prefix)
        if secret is None:
            return None
        key = fold(ApiKey, self._log.streams[secret.clinic, secret.key])
        return StoredApiKey(
            clinic=secret.clinic,
            id=secret.key,
            holder=key.holder,
            scopes=key.scopes,
            expires_at=key.expires_at,
            digest=secret.digest,
        )

    async def keep(self, key: ApiKeyId, prefix: KeyPrefix, digest: bytes, execution: Execution) -> None:
        """Let a secret count from the command's commit on."""

        def check() -> None:
            if prefix in self._secrets:
                raise LostRace(key)

        def apply() -> None:
            self._drop(key)
            self._secrets[prefix] = _Secret(execution.clinic, key, digest)

        current().on_commit(check, apply)

    async def forget(self, key: ApiKeyId, execution: Execution) -> None:  # noqa: ARG002 - the port's form
        """Let no secret count from the command's commit on."""
        current().on_commit(lambda: None, lambda: self._drop(key))

    def _drop(self, key: ApiKeyId) -> None:
        self._secrets = {prefix: secret for prefix, secret in self._secrets.items() if secret.key != key}
