"""Whether somebody has an account cannot be told by how long a refusal takes: the work is the same.

What is done is counted, not timed: which hashes Argon2 computes, and what the database is asked.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import argon2
import pytest
from asyncpg.connection import LoggedQuery

from infrastructure.crypto.passwords import Argon2PasswordHasher
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.provisioning import APP
from integration.databases import Database
from integration.hashing import mismatched
from integration.http.identity.installation import PASSWORD, Installation, OpenedClinic, an_email, refused, succeeded

WHO = ("nobody", "invited", "disabled", "member")
"""Who is at the door: each is refused alike."""

_TABLES = re.compile(r"\b(?:from|join|into|update) (\w+)\b(?! locked|\()")
_FOUND_BY = "audit_subject"
"""Where it is noted, in the write that is made anyhow, whose account was tried: the one line more for a member."""


@pytest.fixture(scope="module")
async def app_pool(database: Database) -> AsyncIterator[Pool]:
    """Give a single connection: what the driver has to learn of types it learns once, whoever is at the door."""
    async with database.pool(APP, size=1) as pool:
        yield pool


@asynccontextmanager
async def asking(pool: Pool) -> AsyncIterator[list[str]]:
    """Hear what the database is asked; that the log has grown is told when there is time, and by another task."""
    asked: list[str] = []

    def heard(query: LoggedQuery) -> None:
        if not query.query.startswith("notify"):
            asked.append(query.query)

    async with pool.acquire() as connection:
        connection.add_query_logger(heard)
    yield asked
    async with pool.acquire() as connection:
        connection.remove_query_logger(heard)


async def address_of(who: str, clinic: OpenedClinic) -> str:
    """Give the address of somebody who is at the door."""
    if who == "nobody":
        return an_email()
    if who == "invited":
        return (await clinic.invite())[0]
    email, account, _ = await clinic.member()
    if who == "disabled":
        succeeded(await clinic.installation.post(f"/accounts/{account}/disable", bearer=clinic.owner))
    return email


async def computed_for(who: str, clinic: OpenedClinic, monkeypatch: pytest.MonkeyPatch) -> list[argon2.Parameters]:
    """Have somebody refused at the door; give the hashes that it took."""
    email = await address_of(who, clinic)
    with mismatched(monkeypatch) as computed:
        refused(await clinic.try_to_sign_in(email, "wrong"), 401, "identity.sign-in-refused")
    return computed


async def asked_for(email: str, password: str, clinic: OpenedClinic) -> list[list[str]]:
    """Have somebody try to sign in; give the tables of each statement that the database was sent."""
    pool = clinic.installation.stack.pool
    assert pool is not None
    async with asking(pool) as asked:
        await clinic.try_to_sign_in(email, password)
    return [[table for table in _TABLES.findall(statement) if table != _FOUND_BY] for statement in asked]


@pytest.mark.parametrize("who", WHO)
async def test_one_hash_whoever_it_is(who: str, lakeside: OpenedClinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hash is computed to the end, as dear as the one of a new password."""
    todays = await lakeside.installation.stack.container.identity.ports.hasher().hash(PASSWORD)
    assert await computed_for(who, lakeside, monkeypatch) == [argon2.extract_parameters(todays)]


@pytest.mark.parametrize("who", ["nobody", "operator"])
async def test_one_hash_for_an_operator(who: str, installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether somebody runs the installation is told as little."""
    email = await installation.an_operator() if who == "operator" else an_email()
    with mismatched(monkeypatch) as computed:
        body = {"email": {"address": email}, "password": "wrong"}
        refused(await installation.post("/operator/sessions", body), 401, "identity.sign-in-refused")
    assert len(computed) == 1


async def test_a_hash_that_is_left_out_is_missed(lakeside: OpenedClinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: were nothing computed for an address that nobody has, it would be seen."""

    async def nothing(_: Argon2PasswordHasher) -> None:
        """Save the work."""

    monkeypatch.setattr(Argon2PasswordHasher, "verify_nothing", nothing)
    assert [len(await computed_for(who, lakeside, monkeypatch)) for who in WHO] == [0, 0, 0, 1]


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_the_same_questions(lakeside: OpenedClinic) -> None:
    """The database is sent as many statements, over the same tables in the same order; who gets in sends more."""
    addresses = [await address_of(who, lakeside) for who in WHO]
    await lakeside.try_to_sign_in(an_email(), "wrong")  # now the driver knows every type
    asked = [await asked_for(email, "wrong", lakeside) for email in addresses]
    assert asked == [asked[0]] * len(WHO)
    assert len(await asked_for(addresses[WHO.index("member")], PASSWORD, lakeside)) > len(asked[0])
