"""Seals: authenticated encryption of one value for one place.

AES-256-GCM (NIST SP 800-38D). A sealed value is a random 96-bit nonce, the ciphertext and a 128-bit tag. The
associated data name the place that the value belongs to, so a seal that was moved, swapped or replayed elsewhere is
as broken as one with a flipped bit.
"""

from os import urandom
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
OVERHEAD_BYTES: Final = NONCE_BYTES + 16
"""How much longer a sealed value is than what it holds."""

_FORMAT: Final = b"\x01"


class SealBroken(Exception):
    """A sealed value is not what was sealed here: altered, from another place, or under another key."""


class SealingKey:
    """A key ready for use. Making one costs more than a seal, so keep it (see ``KeyRing``)."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Seal a value for the place that ``aad`` names (see ``associated``)."""
        if not aad:
            raise ValueError("a seal needs associated data: name the place that the value belongs to")
        nonce = urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plaintext, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Open a value that was sealed for this place. Raises ``SealBroken``."""
        if not aad:
            raise ValueError("a seal needs associated data: name the place that the value belongs to")
        if len(sealed) < OVERHEAD_BYTES:
            raise SealBroken
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
        except InvalidTag:
            raise SealBroken from None


def associated(clinic: UUID, place: str, id: UUID, part: int | str) -> bytes:  # noqa: A002 - the field's own name
    """Name the place of a sealed value: clinic, stream kind or table, id, and the fact's version or column's name.

    Two different places never give the same bytes: fixed widths, a length before the one variable part that others
    follow, and a mark that tells a version from a name.
    """
    kind = place.encode()
    last = b"v" + part.to_bytes(8) if isinstance(part, int) else b"n" + part.encode()
    return b"".join((_FORMAT, clinic.bytes, id.bytes, len(kind).to_bytes(2), kind, last))
