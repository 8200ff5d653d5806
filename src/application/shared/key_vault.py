"""The port to the keys that keep all other keys.

Shaped like a cloud's key management (AWS KMS and its kin): key-encryption keys (KEKs) never leave the vault. A caller
brings a key of its own, gets it back wrapped, stores the wrapped form, and later has it opened again.
"""

from collections.abc import Collection
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

import msgspec

from application.shared.mendable import Mendable
from domain.shared.identifiers import ClinicId

INSTALLATION: Final = ClinicId(UUID(int=0))
"""Stands where a clinic would for keys of the installation itself, such as those that sign access tokens."""


class KeyRefused(Exception):
    """A wrapped key does not open: it is another clinic's, it was altered, or its key-encryption key is not here."""


class KeyMaterialUnusable(Mendable):
    """What a vault works with cannot be used; the message says what is wrong and how to mend it."""


class WrappedKey(msgspec.Struct, frozen=True):
    """A key as it may be stored: readable only by the vault that wrapped it, for the clinic it was wrapped for."""

    kek_id: str
    """Which key-encryption key wrapped it; a key whose ``kek_id`` is not the current one may be wrapped anew."""
    wrapped: bytes


class KeyVault(Protocol):
    """Wraps keys per clinic, and derives the keys of message authentication codes.

    One that is elsewhere raises ``Unavailable`` where it does not answer.
    """

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


@runtime_checkable
class RotatingKeyVault(KeyVault, Protocol):
    """A vault whose key-encryption keys are changed from here, while everybody goes on."""

    @property
    def grace_days(self) -> int:
        """Days in which whoever administers the vault could still take back that a key was retired; 0 for none."""
        ...

    @property
    def noticed_within(self) -> float:
        """Seconds in which every process wraps by a key that became current."""
        ...

    async def rotate(self, clinic: ClinicId | None = None) -> str:
        """Add a key-encryption key and make it current, in one clinic or everywhere; give its id.

        Older ones still open what they wrapped. A key for everywhere ends those that clinics had of their own.
        """
        ...

    async def older(self) -> set[str]:
        """Name the key-encryption keys that are current nowhere any more."""
        ...

    async def retire(self, kek_ids: Collection[str]) -> None:
        """Have older key-encryption keys destroyed: what one of them still wraps never opens again."""
        ...

    async def kept(self) -> int:
        """Count the key-encryption keys, current and older."""
        ...

    async def unchanged_for(self) -> float:
        """Give the seconds since the last change, which is the last that any other key was current."""
        ...
