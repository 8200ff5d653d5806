"""The keys that this process has at hand: unwrapped subject keys, bounded in number and in time.

It reads no database: the caller brings the wrapped key, from the row that an erasure destroys. So an erased subject's
key can be at hand only for callers that still hold the row, and only until ``forget`` or the time to live.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from os import urandom
from typing import Final
from uuid import UUID

import msgspec

from application.shared.key_vault import KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.openings import Openings
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
        self._openings = Openings(vault, self._hold)
        self._capacity = capacity
        self._time_to_live = time_to_live
        self._monotonic = monotonic
        self._held: OrderedDict[tuple[ClinicId, UUID], _Held] = OrderedDict()

    async def new_key(self, clinic: ClinicId) -> NewKey:
        """Draw a key for a new subject. It is not kept here: the row that stores it may never be committed."""
        key = urandom(KEY_BYTES)
        return NewKey(await self._vault.wrap(clinic, key), SealingKey(key))

    async def open(self, clinic: ClinicId, key_id: UUID, wrapped: WrappedKey) -> SealingKey:
        """Give a stored key, ready for use. Raises ``KeyRefused``."""
        key = self._at_hand(clinic, key_id, wrapped)
        if key is not None:
            return key
        return (await self._openings.opened(clinic, {key_id: wrapped}))[key_id]

    async def open_all(self, clinic: ClinicId, stored: Mapping[UUID, WrappedKey]) -> dict[UUID, SealingKey]:
        """Give stored keys by their ids; those that are not at hand are opened side by side. Raises ``KeyRefused``."""
        keys, away = {}, {}
        for key_id, wrapped in stored.items():
            key = self._at_hand(clinic, key_id, wrapped)
            if key is None:
                away[key_id] = wrapped
            else:
                keys[key_id] = key
        return keys | await self._openings.opened(clinic, away) if away else keys

    def forget(self, clinic: ClinicId, key_id: UUID) -> None:
        """Let go of a key, because its subject is erased."""
        self._held.pop((clinic, key_id), None)
        self._openings.forget(clinic, key_id)

    def __len__(self) -> int:
        return len(self._held)

    def _at_hand(self, clinic: ClinicId, key_id: UUID, wrapped: WrappedKey) -> SealingKey | None:
        held = self._held.get((clinic, key_id))
        # Compared with what the caller brings, so that a key stored anew under the same id is never mistaken.
        if held is None or held.until <= self._monotonic() or held.wrapped != wrapped:
            return None
        self._held.move_to_end((clinic, key_id))
        return held.key

    def _hold(self, clinic: ClinicId, key_id: UUID, wrapped: WrappedKey, key: SealingKey) -> None:
        self._held[clinic, key_id] = _Held(wrapped, key, self._monotonic() + self._time_to_live)
        self._held.move_to_end((clinic, key_id))
        if len(self._held) > self._capacity:
            self._held.popitem(last=False)
