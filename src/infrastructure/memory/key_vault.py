"""A vault that lives and dies with the process."""

import hashlib
import hmac
from os import urandom
from typing import Final

from application.shared.key_vault import KeyRefused, WrappedKey
from domain.shared.identifiers import ClinicId

_TICKET_BYTES: Final = 32


class InMemoryKeyVault:
    """Keeps the keys itself, as a hardware module does: a wrapped key is a ticket that nobody can guess."""

    def __init__(self) -> None:
        self._current = _new_id()
        self._of: dict[ClinicId, str] = {}
        self._keys: dict[tuple[ClinicId, str, bytes], bytes] = {}
        self._mac_root = urandom(_TICKET_BYTES)

    async def rotate(self, clinic: ClinicId | None = None) -> str:
        """Begin a new key-encryption key, in one clinic or everywhere, and give its id; older ones still open."""
        drawn = _new_id()
        if clinic is None:
            self._current, self._of = drawn, {}
        else:
            self._of[clinic] = drawn
        return drawn

    async def current(self, clinic: ClinicId) -> str:
        """Name the key-encryption key that wraps the clinic's new keys."""
        return self._of.get(clinic, self._current)

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Keep a key and give a ticket for it."""
        wrapped = WrappedKey(await self.current(clinic), urandom(_TICKET_BYTES))
        self._keys[clinic, wrapped.kek_id, wrapped.wrapped] = key
        return wrapped

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Give the key that a ticket stands for. Raises ``KeyRefused``."""
        key = self._keys.get((clinic, wrapped.kek_id, wrapped.wrapped))
        if key is None:
            raise KeyRefused("it was altered, or wrapped for another clinic or by another vault")
        return key

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Derive the clinic's MAC key for a purpose."""
        clinic_root = hmac.digest(self._mac_root, clinic.bytes, hashlib.sha256)
        return hmac.digest(clinic_root, purpose.encode(), hashlib.sha256)


def _new_id() -> str:
    return f"kek-{urandom(8).hex()}"
