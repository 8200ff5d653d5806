"""The key that signs tokens is changed while people work: nobody is refused, and in the end the old one is gone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import key_vault, signing_key_file
from infrastructure.settings import load_settings
from integration.background import eventually
from integration.databases import Databases
from integration.http.identity.installation import refused
from integration.http.identity.processes import Processes, all_answer, bearer_of, processes
from interfaces.http.application import API


@pytest.fixture
async def two(databases: Databases, tmp_path: Path) -> AsyncIterator[Processes]:
    """Give two processes over one database, whose key was never changed."""
    async with databases.fresh() as database, processes(database, tmp_path) as running:
        yield running


def kid_of(token: str) -> str:
    """Name the key that signed a token."""
    kid: str = jwt.get_unverified_header(token)["kid"]
    return kid


async def published(client: httpx.AsyncClient) -> set[str]:
    """Name the keys that a process shows."""
    answer = await client.get(str(client.base_url).removesuffix(f"{API}/") + "/.well-known/jwks.json")
    return {key["kid"] for key in answer.json()["keys"]}


async def refreshed(two: Processes, tokens: dict[str, Any], process: int) -> dict[str, Any]:
    """Have a process exchange a refresh token."""
    body = {"refresh_token": tokens["refresh_token"]}
    return await two.post(f"/clinics/{two.slug}/sessions/refresh", body, process=process)


async def test_nobody_is_refused(two: Processes) -> None:
    """While the key changes, every token that any process signs is taken by every process, at any moment."""
    somebody = await two.joined()
    tokens, turns, seen = somebody.tokens, 0, set()
    rotating = asyncio.create_task(two.of.polyclinic("keys", "rotate", "--shown", "10", "--json"))
    while not (rotating.done() and kid_of(tokens["access_token"]) == rotating.result().document["new"] and turns % 2):
        tokens, turns = await refreshed(two, tokens, turns % 2), turns + 1
        answers = await two.look(tokens["access_token"]) + await two.look(somebody.bearer)
        assert {answer.status_code for answer in answers} == {200}
        seen.add(kid_of(tokens["access_token"]))
        await asyncio.sleep(0.05)
    begun = rotating.result().document
    assert seen == {begun["old"], begun["new"]}
    for client in two.http:
        assert await published(client) == {begun["old"], begun["new"]}
    again = await two.of.polyclinic("keys", "rotate")
    assert (again.code, again.out) == (1, "")
    assert "wait for its end" in again.err


async def test_the_old_key_goes(two: Processes) -> None:
    """Once the last token of the old key has run out, no process knows the key any more."""
    somebody = await two.joined()
    settings, seconds = load_settings(two.of.settings), timedelta(seconds=6)
    async with key_vault(settings) as vault:
        file = signing_key_file(settings, vault)
        begun = await file.rotate(SystemClock().now(), shown=seconds, lifetime=seconds)
    await eventually(all_answer(two, somebody.bearer, 401))
    for client in two.http:
        assert await published(client) == {begun.new}
        answer = await client.get("/sessions", headers=bearer_of(somebody.bearer))
        refused(answer, 401, "request.token-invalid")
    fresh = await refreshed(two, somebody.tokens, 0)
    assert kid_of(fresh["access_token"]) == begun.new
    assert {answer.status_code for answer in await two.look(fresh["access_token"])} == {200}
