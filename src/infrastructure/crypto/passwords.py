"""Passwords, by Argon2id (RFC 9106)."""

import asyncio
import base64
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import urandom
from typing import Annotated, Final, TypeVar

import argon2
import msgspec
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32


class Argon2Parameters(msgspec.Struct, frozen=True):
    """How dear a guess is. The defaults are those of OWASP's Password Storage Cheat Sheet for Argon2id."""

    memory_kib: Annotated[int, msgspec.Meta(ge=8)] = 19_456
    iterations: Annotated[int, msgspec.Meta(ge=1)] = 2
    parallelism: Annotated[int, msgspec.Meta(ge=1)] = 1


class Argon2PasswordHasher:
    """Hashes in a few threads of its own.

    The event loop never waits for a hash, and a burst of sign-ins takes at most ``threads`` x ``memory_kib``: the rest
    queue, and a request that is cancelled at its deadline leaves the queue.
    """

    def __init__(self, parameters: Argon2Parameters | None = None, *, threads: int = 2) -> None:
        parameters = parameters or Argon2Parameters()
        self._argon2 = argon2.PasswordHasher(
            time_cost=parameters.iterations,
            memory_cost=parameters.memory_kib,
            parallelism=parameters.parallelism,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
            type=argon2.Type.ID,
        )
        self._nobodys = _hash_of_nothing(parameters)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords")

    async def hash(self, password: str) -> str:
        """Hash a password; the answer is a PHC string."""
        return await self._aside(lambda: self._argon2.hash(_octets(password)))

    async def verify(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the hashed one, with the parameters that the hash names."""
        return await self._aside(lambda: self._fits(hashed, password))

    async def verify_nothing(self) -> None:
        """Take as long as ``verify`` does, for an account that does not exist."""
        await self._aside(lambda: self._fits(self._nobodys, ""))

    def needs_rehash(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        try:
            return self._argon2.check_needs_rehash(hashed)
        except InvalidHashError:
            return True

    def close(self) -> None:
        """End the threads; what is queued is dropped."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._argon2.verify(hashed, _octets(password))
        except (VerificationError, InvalidHashError):
            return False


def _octets(password: str) -> bytes:
    """Give the same bytes for the same password from any keyboard (NIST SP 800-63B, 5.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _hash_of_nothing(parameters: Argon2Parameters) -> str:
    """Give a well-formed hash that no known password has, without the cost of hashing."""
    salt, digest = (base64.b64encode(urandom(size)).decode().rstrip("=") for size in (_SALT_BYTES, _HASH_BYTES))
    costs = f"m={parameters.memory_kib},t={parameters.iterations},p={parameters.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
