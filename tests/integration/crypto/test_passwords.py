"""Argon2: dear for a guesser, harmless for everybody else on the server."""

import asyncio
import threading
import time

import argon2
import pytest

from infrastructure.crypto.passwords import Argon2Parameters, Argon2PasswordHasher

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


async def test_the_loop_goes_on_while_hashing() -> None:
    """Other requests are answered while passwords are hashed."""
    hasher = Argon2PasswordHasher(threads=1)
    hashing = asyncio.gather(*(hasher.hash("x") for _ in range(3)))
    beats = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        beats += 1
    await hashing
    assert beats > 5


async def test_a_cancelled_request_leaves_the_queue() -> None:
    """A sign-in whose caller has gone away while it waited is never computed."""
    hasher = Argon2PasswordHasher(threads=1)
    started = time.perf_counter()
    await hasher.hash("x")
    one = time.perf_counter() - started
    waiting = [asyncio.create_task(hasher.hash("x")) for _ in range(40)]
    await asyncio.sleep(0)
    for request in waiting:
        request.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    started = time.perf_counter()
    await hasher.hash("x")
    assert time.perf_counter() - started < 20 * one


async def test_an_unknown_account_costs_the_same() -> None:
    """The time of a refusal does not tell whether the account exists (the fastest of ten, taken in turn)."""
    hasher = Argon2PasswordHasher()
    hashed = await hasher.hash("correct horse")
    known, unknown = [], []
    for _ in range(10):
        started = time.perf_counter()
        await hasher.verify(hashed, "wrong horse")
        halfway = time.perf_counter()
        await hasher.verify_nothing()
        known.append(halfway - started)
        unknown.append(time.perf_counter() - halfway)
    assert min(unknown) == pytest.approx(min(known), rel=0.5)
