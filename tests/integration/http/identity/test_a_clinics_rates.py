"""A clinic has rates of its own, and every process counts by them."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from integration.background import eventually
from integration.databases import Database
from integration.http.identity.installation import refused
from integration.http.identity.processes import Processes, bearer_of, processes
from integration.rates import GENEROUS

USUAL = f'"credential";q={GENEROUS};w=60, "clinic";q={GENEROUS};w=60'
OWN = '"credential";q=90;w=60, "clinic";q=900;w=60'


@pytest.fixture(scope="module")
async def two(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Processes]:
    """Give two processes over one database."""
    async with processes(database, tmp_path_factory.mktemp("rates")) as running:
        yield running


async def rate(two: Processes, **rates: int) -> None:
    """Have the operator set the clinic's rates, at the first process."""
    await two.post(f"/clinics/{two.slug}/rates", {"rates": rates}, two.operator)


async def until_all_tell(two: Processes, bearer: str, policy: str) -> None:
    """Wait until every process counts somebody by these rates, and lets them through."""

    async def told() -> bool:
        return {(of.status_code, of.headers["RateLimit-Policy"]) for of in await two.look(bearer)} == {(200, policy)}

    await eventually(told)


async def refusal(client: httpx.AsyncClient, bearer: str) -> httpx.Response:
    """Ask a process as often as the rate allows, all at once and again, until it refuses."""
    while True:
        answers = await asyncio.gather(*(client.get("/sessions", headers=bearer_of(bearer)) for _ in range(90)))
        for answer in answers:
            if answer.status_code != httpx.codes.OK:
                return answer


async def test_every_process_counts_by_them(two: Processes) -> None:
    """Each process tells a clinic's people its own rates, and after a withdrawal the usual ones."""
    somebody = await two.joined()
    await until_all_tell(two, somebody.bearer, USUAL)
    await rate(two, credential=90, clinic=900)
    await until_all_tell(two, somebody.bearer, OWN)
    await rate(two)
    await until_all_tell(two, somebody.bearer, USUAL)


async def test_beyond_them_is_too_often(two: Processes) -> None:
    """Who asks more often than the clinic's rate of a credential is refused by every process until it is withdrawn."""
    somebody = await two.joined()
    await rate(two, credential=90, clinic=900)
    await until_all_tell(two, somebody.bearer, OWN)
    for client in two.http:
        assert refused(await refusal(client, somebody.bearer), 429, "request.too-often")["rate"] == "credential"
    await rate(two)
    await until_all_tell(two, somebody.bearer, USUAL)
