"""A clinic has rates of its own, and every process counts by them."""

import time
from collections.abc import AsyncIterator

import pytest

from integration.background import eventually
from integration.databases import Database
from integration.http.identity.installation import refused
from integration.http.identity.processes import Processes, processes
from integration.rates import GENEROUS

WITHIN = 5.0
"""Seconds."""

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


async def until_all_tell(two: Processes, bearer: str, policy: str) -> float:
    """Give the seconds until every process counts somebody by these rates, and lets them through."""
    begun = time.monotonic()

    async def told() -> bool:
        return {(of.status_code, of.headers["RateLimit-Policy"]) for of in await two.look(bearer)} == {(200, policy)}

    await eventually(told)
    return time.monotonic() - begun


async def test_every_process_counts_by_them(two: Processes) -> None:
    """Within five seconds each process tells a clinic's people its own rates, and after a withdrawal the usual ones."""
    somebody = await two.joined()
    assert await until_all_tell(two, somebody.bearer, USUAL) < WITHIN
    await rate(two, credential=90, clinic=900)
    assert await until_all_tell(two, somebody.bearer, OWN) < WITHIN
    await rate(two)
    assert await until_all_tell(two, somebody.bearer, USUAL) < WITHIN


async def test_beyond_them_is_too_often(two: Processes) -> None:
    """Who asks more often than the clinic's rate of a credential is refused by every process until it is withdrawn."""
    somebody = await two.joined()
    await rate(two, credential=90, clinic=900)
    await until_all_tell(two, somebody.bearer, OWN)
    asked = [await two.look(somebody.bearer) for _ in range(150)]
    for answers in zip(*asked, strict=True):
        too_often = [answer for answer in answers if answer.status_code != 200]
        assert {refused(answer, 429, "request.too-often")["rate"] for answer in too_often} == {"credential"}
    await rate(two)
    await until_all_tell(two, somebody.bearer, USUAL)
