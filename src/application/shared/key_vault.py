"""The port to the keys that keep all other keys.

Shaped like a cloud's key management (AWS KMS and its kin): key-encryption keys (KEKs) never leave the vault. A caller
brings a key of its own, gets it back wrapped, stores the wrapped form, and later has it opened again.
"""

from typing import Final, Protocol
from uuid import UUID

import msgspec

from domain.shared.identifiers import ClinicId

INSTALLATION: Final = ClinicId(UUID(int=0))
"""Stands where a clinic would for keys of the installation itself, such as those that sign access tokens."""


class KeyRefused(Exception):
    """A wrapped key does not open: it is another clinic's, it was altered, or its key-encryption key is not here."""


class WrappedKey(msgspec.Struct, frozen=True):
    """A key as it may be stored: readable only by the vault that wrapped it, for the clinic it was wrapped for."""

    kek_id: str
    """Which key-encryption key wrapped it; a key whose ``kek_id`` is not the current one may be wrapped anew."""
    wrapped: bytes


class KeyVault(Protocol):
    """Wraps keys per clinic, and derives the keys of message authentication codes."""

    async def current(self, clinic: ClinicId) -> str:
        """Name the key-encryption key that wraps the clinic's new keys."""
        ...

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's current key-encryption key."""
        ...

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key, whichever key-encryption key wrapped it. Raises ``KeyRefused``."""
        ...

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Derive the clinic's 32-byte key for one purpose (``blind-index``, ``request-body``).

        It is the same for ever: rotating key-encryption keys leaves it alone, because what was computed with it is
        searched for by value.
        """
        ...
