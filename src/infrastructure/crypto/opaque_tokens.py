"""Opaque tokens: refresh tokens, service keys, invitations.

``<prefix>_<id>_<secret>``: the prefix tells people and secret scanners what it is, the id (a UUID in base 62) finds
the record, the secret (256 random bits) proves the right to it. Only a digest is stored; a secret of that size needs
no slow hash.
"""

import hashlib
import hmac
import re
from os import urandom
from typing import Final
from uuid import UUID

from application.identity.sessions.tokens import MintedToken, OpaqueTokenInvalid, PresentedToken

__all__ = ["OpaqueTokenInvalid", "OpaqueTokens"]

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_BYTES: Final = 32
_ID_DIGITS: Final = 22
_SECRET_DIGITS: Final = 43


class OpaqueTokens:
    """Makes and reads the tokens of one kind."""

    def __init__(self, prefix: str, mac_key: bytes | None = None) -> None:
        """Take the prefix, and a key where digests are to be worthless without the vault (``KeyVault.mac_key``)."""
        if not re.fullmatch("[a-z][a-z0-9]{1,15}", prefix):
            raise ValueError("a token's prefix is 2 to 16 lower-case letters and digits, a letter first")
        self._prefix = prefix
        self._mac_key = mac_key
        self._form = re.compile(f"{prefix}_([0-9A-Za-z]{{{_ID_DIGITS}}})_[0-9A-Za-z]{{{_SECRET_DIGITS}}}")

    def mint(self, id: UUID) -> MintedToken:  # noqa: A002 - the field's own name
        """Make a token for a record."""
        secret = _base62(int.from_bytes(urandom(_SECRET_BYTES)), _SECRET_DIGITS)
        text = f"{self._prefix}_{_base62(id.int, _ID_DIGITS)}_{secret}"
        return MintedToken(text, self._digest(text))

    def read(self, text: str) -> PresentedToken:
        """Read a token that somebody brought. Raises ``OpaqueTokenInvalid`` on what is not of this kind."""
        form = self._form.fullmatch(text)
        number = _number(form[1]) if form else -1
        if not 0 <= number < 1 << 128:
            raise OpaqueTokenInvalid
        return PresentedToken(UUID(int=number), self._digest(text))

    def _digest(self, text: str) -> bytes:
        """Digest the whole text, so that a secret is good for its own id and kind alone."""
        if self._mac_key is None:
            return hashlib.sha256(text.encode()).digest()
        return hmac.digest(self._mac_key, text.encode(), hashlib.sha256)


def _base62(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _number(text: str) -> int:
    number = 0
    for digit in text:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
