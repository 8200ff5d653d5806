"""Passwords with the standard library alone, by scrypt (RFC 7914), where no driver is installed."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import unicodedata
from os import urandom
from typing import Final

_SALT_BYTES: Final = 16
_BLOCK: Final = 8


class ScryptPasswordHasher:
    """A real hasher whose default cost is a test's: a fraction of a millisecond. Production uses Argon2."""

    def __init__(self, cost: int = 16) -> None:
        """Take the cost, scrypt's N: a power of two, some ``2**17`` where passwords are anybody's."""
        self._cost = cost
        self._nobodys = self._encoded(urandom(_SALT_BYTES), "")

    async def hash(self, password: str) -> str:
        """Hash a password with a salt of its own."""
        return await asyncio.to_thread(self._encoded, urandom(_SALT_BYTES), password)

    async def verify(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the hashed one."""
        return await asyncio.to_thread(_fits, hashed, password)

    async def verify_nothing(self) -> None:
        """Take as long as ``verify`` does, for an account that does not exist."""
        await self.verify(self._nobodys, "")

    def needs_rehash(self, hashed: str) -> bool:
        """Tell whether a hash was made with another cost than today's."""
        return not hashed.startswith(f"scrypt${self._cost}$")

    def _encoded(self, salt: bytes, password: str) -> str:
        digest = _digest(self._cost, salt, password)
        return f"scrypt${self._cost}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _fits(hashed: str, password: str) -> bool:
    try:
        name, cost, salt, digest = hashed.split("$")
        given = _digest(int(cost), base64.b64decode(salt, validate=True), password)
        return name == "scrypt" and hmac.compare_digest(given, base64.b64decode(digest, validate=True))
    except (ValueError, binascii.Error):
        return False


def _digest(cost: int, salt: bytes, password: str) -> bytes:
    octets = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(octets, salt=salt, n=cost, r=_BLOCK, p=1, maxmem=2 * 128 * cost * _BLOCK + 2**20)
