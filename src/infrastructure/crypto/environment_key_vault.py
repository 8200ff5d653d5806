"""A vault whose key material comes with the environment, as containers are given their secrets."""

from application.shared.key_vault import WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys


class EnvironmentKeyVault:
    """Answers from key material in an environment value, the same text as the vault file holds.

    It rotates by giving the processes a new value that holds the new key beside the old ones
    (``KeyEncryptionKeys.rotated``).
    """

    def __init__(self, value: str) -> None:
        """Read the value. Raises ``KeyMaterialUnusable``."""
        self._keys = KeyEncryptionKeys.parse(value)

    async def current(self, clinic: ClinicId) -> str:
        """Name the key-encryption key that wraps the clinic's new keys."""
        return self._keys.current_of(clinic)

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's current key-encryption key."""
        return self._keys.wrap(clinic, key)

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key. Raises ``KeyRefused``."""
        return self._keys.unwrap(clinic, wrapped)

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Derive the clinic's MAC key for a purpose."""
        return self._keys.mac_key(clinic, purpose)
