"""A vault that lives and dies with the process."""

import hashlib
import hmac
import time
from collections.abc import Collection
from os import urandom
from typing import Final

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, WrappedKey
from domain.shared.identifiers import ClinicId

_TICKET_BYTES: Final = 32


class InMemoryKeyVault:
    """Keeps the keys itself, as a hardware module does: a wrapped key is a ticket that nobody can guess."""

    grace_days: Final = 0
    noticed_within: Final = 0.0

    def __init__(self) -> None:
        self._current = _new_id()
        self._keks = {self._current}
        self._changed_at = time.monotonic()
        self._of: dict[ClinicId, str] = {}
        self._keys: dict[tuple[ClinicId, str, bytes], bytes] = {}
        self._mac_root = urandom(_TICKET_BYTES)

    async def rotate(self, clinic: ClinicId | None = None) -> str:
        """Begin a new key-encryption key, in one clinic or everywhere, and give its id; older ones still open."""
        drawn = _new_id()
        self._keks.add(drawn)
        self._changed_at = time.monotonic()
        if clinic is None:
            self._current, self._of = drawn, {}
        else:
            self._of[clinic] = drawn
        return drawn

    async def older(self) -> set[str]:
        """Name the key-encryption keys that are current nowhere any more."""
        return self._keks - {self._current, *self._of.values()}

    async def retire(self, kek_ids: Collection[str]) -> None:
        """Let go of older key-encryption keys, and of every key that one of them wraps."""
        if set(kek_ids) - await self.older():
            raise KeyMaterialUnusable("a current key-encryption key cannot be retired")
        self._keks -= set(kek_ids)
        self._keys = {ticket: key for ticket, key in self._keys.items() if ticket[1] in self._keks}
        self._changed_at = time.monotonic()

    async def kept(self) -> int:
        """Count the key-encryption keys."""
        return len(self._keks)

    async def unchanged_for(self) -> float:
        """Give the seconds since the last change."""
        return time.monotonic() - self._changed_at

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
