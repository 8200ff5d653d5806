"""Argon2: dear for a guesser, harmless for everybody else on the server."""

import asyncio
import threading

import argon2
import pytest

from infrastructure.crypto.passwords import Argon2Parameters, Argon2PasswordHasher
from integration.hashing import gated, mismatched

CHEAP = Argon2Parameters(memory_kib=64, iterations=1)


async def test_the_defaults_are_owasps() -> None:
    """19 MiB, two passes, one lane, Argon2id; a salt of 16 bytes and a hash of 32."""
    parameters = argon2.extract_parameters(await Argon2PasswordHasher().hash("x"))
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19_456, 2, 1)
    assert (parameters.type, parameters.salt_len, parameters.hash_len) == (argon2.Type.ID, 16, 32)


async def test_the_standards_hash_is_understood() -> None:
    """A hash that another Argon2 made with other parameters fits, and asks to be made anew."""
    foreign = argon2.PasswordHasher(time_cost=1, memory_cost=128, parallelism=2).hash("correct horse")
    hasher = Argon2PasswordHasher(CHEAP)
    assert await hasher.verify(foreign, "correct horse")
    assert hasher.needs_rehash(foreign)


async def test_a_burst_takes_a_bounded_number_of_threads() -> None:
    """However many sign in at once, no more hashes are computed together than there are threads."""
    before = set(threading.enumerate())
    hasher = Argon2PasswordHasher(CHEAP, threads=2)
    hashes = await asyncio.gather(*(hasher.hash("x") for _ in range(50)))
    assert len(set(hashes)) == 50
    assert len(set(threading.enumerate()) - before) == 2
    hasher.close()


async def test_the_loop_goes_on_while_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other requests are answered while a password is hashed."""
    hasher = Argon2PasswordHasher(CHEAP)
    with gated(monkeypatch) as gate:
        hashing = asyncio.create_task(hasher.hash("x"))
        assert await asyncio.to_thread(gate.reached)
        assert not hashing.done()
        gate.open()
        assert await hashing


async def test_a_cancelled_request_leaves_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in whose caller has gone away while it waited is never computed."""
    hasher = Argon2PasswordHasher(CHEAP, threads=1)
    with gated(monkeypatch) as gate:
        first, *waiting = [asyncio.create_task(hasher.hash("x")) for _ in range(40)]
        assert await asyncio.to_thread(gate.reached)
        for request in waiting:
            request.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        last = asyncio.create_task(hasher.hash("x"))
        gate.open()
        await asyncio.gather(first, last)
        assert gate.begun == 2


async def test_an_unknown_account_costs_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no account a hash is computed to the end all the same, with the parameters of every other."""
    hasher = Argon2PasswordHasher(CHEAP)
    hashed = await hasher.hash("correct horse")
    with mismatched(monkeypatch) as computed:
        await hasher.verify(hashed, "wrong horse")
        await hasher.verify_nothing()
    assert computed == [argon2.extract_parameters(hashed)] * 2
