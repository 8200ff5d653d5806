"""The keys that this process has at hand: unwrapped subject keys, bounded in number and in time.

It reads no database: the caller brings the wrapped key, from the row that an erasure destroys. So an erased subject's
key can be at hand only for callers that still hold the row, and only until ``forget`` or the time to live.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from os import urandom
from typing import Final
from uuid import UUID

import msgspec

from application.shared.key_vault import KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.sealing import KEY_BYTES, SealingKey

CAPACITY: Final = 100_000
"""Keys kept at most; the least recently used goes first. A key takes about a kilobyte."""
TIME_TO_LIVE: Final = 900.0
"""Seconds that a key is kept: the longest that an erasure by another process can go unnoticed here."""


class NewKey(msgspec.Struct, frozen=True):
    """A key just drawn: ``wrapped`` is to be stored, ``key`` seals at once."""

    wrapped: WrappedKey
    key: SealingKey


class _Held(msgspec.Struct, frozen=True):
    wrapped: WrappedKey
    key: SealingKey
    until: float


class KeyRing:
    """Opens wrapped keys through the vault, and remembers them for a while."""

    def __init__(
        self,
        vault: KeyVault,
        *,
        capacity: int = CAPACITY,
        time_to_live: float = TIME_TO_LIVE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._vault = vault
        self._capacity = capacity
        self._time_to_live = time_to_live
        self._monotonic = monotonic
        self._held: OrderedDict[tuple[ClinicId, UUID], _Held] = OrderedDict()
        self._forgotten = 0

    async def new_key(self, clinic: ClinicId) -> NewKey:
        """Draw a key for a new subject. It is not kept here: the row that stores it may never be committed."""
        key = urandom(KEY_BYTES)
        return NewKey(await self._vault.wrap(clinic, key), SealingKey(key))

    async def open(self, clinic: ClinicId, key_id: UUID, wrapped: WrappedKey) -> SealingKey:
        """Give a stored key, ready for use. Raises ``KeyRefused``."""
        held = self._held.get((clinic, key_id))
        # Compared with what the caller brings, so that a key stored anew under the same id is never mistaken.
        if held is not None and held.until > self._monotonic() and held.wrapped == wrapped:
            self._held.move_to_end((clinic, key_id))
            return held.key
        forgotten = self._forgotten
        key = SealingKey(await self._vault.unwrap(clinic, wrapped))
        if forgotten == self._forgotten:  # else this may be the key that was to be forgotten while we waited
            self._hold(clinic, key_id, _Held(wrapped, key, self._monotonic() + self._time_to_live))
        return key

    def forget(self, clinic: ClinicId, key_id: UUID) -> None:
        """Let go of a key, because its subject is erased."""
        self._forgotten += 1
        self._held.pop((clinic, key_id), None)

    def __len__(self) -> int:
        return len(self._held)

    def _hold(self, clinic: ClinicId, key_id: UUID, held: _Held) -> None:
        self._held[clinic, key_id] = held
        self._held.move_to_end((clinic, key_id))
        if len(self._held) > self._capacity:
            self._held.popitem(last=False)
