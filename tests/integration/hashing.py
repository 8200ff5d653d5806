"""Hearing what Argon2 computes, and keeping it waiting: the library itself does the work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import argon2
import pytest
from argon2.exceptions import VerifyMismatchError

LONGEST = 60.0
"""Seconds after which a test that waits for a hash, or a hash for its test, gives up."""


@contextmanager
def mismatched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[argon2.Parameters]]:
    """Give the parameters of every hash that is computed to the end and found to be another password's."""
    computed: list[argon2.Parameters] = []
    verify = argon2.PasswordHasher.verify

    def heard(self: argon2.PasswordHasher, hash: str, password: bytes) -> bool:  # noqa: A002 - the library's word
        try:
            return verify(self, hash, password)
        except VerifyMismatchError:
            computed.append(argon2.extract_parameters(hash))
            raise

    with monkeypatch.context() as patched:
        patched.setattr(argon2.PasswordHasher, "verify", heard)
        yield computed


class Gate:
    """Every hash of a password waits here until it is let through."""

    def __init__(self) -> None:
        self.begun = 0
        """How many hashes got here."""
        self._reached, self._open = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        """Wait; for the thread that hashes."""
        self.begun += 1
        self._reached.set()
        assert self._open.wait(LONGEST)

    def reached(self) -> bool:
        """Wait until a hash got here."""
        return self._reached.wait(LONGEST)

    def open(self) -> None:
        """Let through whoever waits, and whoever comes."""
        self._open.set()


@contextmanager
def gated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Put a gate before every hash of a password."""
    gate, hashed = Gate(), argon2.PasswordHasher.hash

    def waiting(self: argon2.PasswordHasher, password: bytes) -> str:
        gate.pass_through()
        return hashed(self, password)

    with monkeypatch.context() as patched:
        patched.setattr(argon2.PasswordHasher, "hash", waiting)
        yield gate
