"""PostgreSQL hangs or dies: every request is answered in time, and all is well again by itself."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from infrastructure.postgres.connection import PATIENCE
from infrastructure.postgres.provisioning import APP
from integration.databases import Database
from integration.faults.stopping import frozen
from integration.http.conventions.requests import MIA
from integration.people import Clinic
from integration.rates import generous
from integration.stack import ORIGIN, running
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory

_WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"

BUDGET = 2.0
"""Seconds; short, so that the test is."""


@dataclass(frozen=True, slots=True)
class Outage:
    """The application over a server that the test may stop."""

    database: Database
    clinic: Clinic
    known: str
    """Path of a patient who was registered before."""

    async def answers(self, count: int = 20) -> list[tuple[int, float, httpx.Headers]]:
        """Send commands and queries at once; give each answer's status, seconds and headers."""
        desk = self.clinic.front_desk.http
        requests = [desk.post("/patients", json=MIA) if n % 2 else desk.get(self.known) for n in range(count)]
        return await asyncio.gather(*(_timed(request) for request in requests))

    async def recovery(self, within: float = 10.0) -> float:
        """Give the seconds until every answer is good again."""
        begun = time.monotonic()
        while {status for status, _, _ in await self.answers(10)} != {200, 201}:
            assert time.monotonic() - begun < within, "it did not recover"
        return time.monotonic() - begun


async def _timed(request: Any) -> tuple[int, float, httpx.Headers]:
    begun = time.monotonic()
    answer = await request
    return answer.status_code, time.monotonic() - begun, answer.headers


@asynccontextmanager
async def _application(database: Database) -> AsyncIterator[Outage]:
    async with database.pool(APP, size=4) as pool, running(pool, budget=BUDGET) as stack:
        clinic = await stack.open_clinic()
        answer = await clinic.front_desk.http.post("/patients", json=MIA)
        yield Outage(database, clinic, f"/patients/{answer.json()['id']}")


@pytest.fixture
async def outage(own_postgres: Database) -> AsyncIterator[Outage]:
    """Run the application over a server of the test's own."""
    async with _application(own_postgres) as outage:
        await outage.recovery()
        yield outage


def _all_refused_in_time(answers: list[tuple[int, float, httpx.Headers]]) -> None:
    assert {status for status, _, _ in answers} == {503}
    assert all(headers["Retry-After"] for _, _, headers in answers)
    assert max(seconds for _, seconds, _ in answers) <= BUDGET + 1


async def test_a_frozen_server(outage: Outage) -> None:
    """A server that takes connections and never answers costs no request more than its budget."""
    with frozen(outage.database.server):
        _all_refused_in_time(await outage.answers())
        _all_refused_in_time(await outage.answers())  # now with no connection left
    assert await outage.recovery() <= 10


async def test_who_asks_is_found_out_in_time(own_postgres: Database) -> None:
    """Looking up the clinic that a visitor names is part of the request, and of its deadline."""
    async with own_postgres.pool(APP, size=4) as pool, running(pool, budget=BUDGET) as stack:
        calls = CallFactory(stack.container.identity().authenticator(), generous(), budget=BUDGET)
        served: Any = build(stack.use_cases, calls)
        transport = httpx.ASGITransport(served, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"{ORIGIN}{API}", timeout=60) as visitor:
            body = {"email": {"address": "mia@example.org"}, "password": "correct horse battery"}
            with frozen(own_postgres.server):
                _all_refused_in_time([await _timed(visitor.post("/clinics/somewhere/sessions", json=body))])


async def test_a_killed_server(outage: Outage) -> None:
    """A server that died is noticed at once; what was acknowledged is there when it comes back."""
    outage.database.server.kill()
    refused = await outage.answers()
    _all_refused_in_time(refused)
    assert max(seconds for _, seconds, _ in refused) <= 1
    outage.database.server.start()
    assert await outage.recovery() <= 10


async def test_killed_while_it_works(outage: Outage) -> None:
    """Requests under way when the server dies are answered too."""
    under_way = asyncio.create_task(outage.answers(40))
    await asyncio.sleep(0.03)
    outage.database.server.kill()
    answers = await under_way
    assert {status for status, _, _ in answers} <= {200, 201, 503}
    assert max(seconds for _, seconds, _ in answers) <= BUDGET + 1
    outage.database.server.start()
    assert await outage.recovery() <= 10


async def test_callers_who_go_away(own_postgres: Database) -> None:
    """Requests that are cancelled at any moment leave no transaction open and no connection missing."""
    async with own_postgres.pool(APP, size=4) as pool, running(pool) as stack:
        clinic = await stack.open_clinic()
        for round_ in range(60):
            tasks = [asyncio.create_task(clinic.front_desk.http.post("/patients", json=MIA)) for _ in range(6)]
            await asyncio.sleep(0.001 * (round_ % 20))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        async with asyncio.timeout(PATIENCE):
            held = [await pool.acquire() for _ in range(4)]
            for connection in held:
                await pool.release(connection)
        async with own_postgres.connected("postgres") as watcher:
            await asyncio.sleep(0.2)
            open_transactions = await watcher.fetchval(
                "select count(*) from pg_stat_activity where usename = $1 and state like 'idle in transaction%'", APP
            )
        assert open_transactions == 0


async def test_who_waits_for_a_lock_for_nobody(own_postgres: Database) -> None:
    """A statement whose client is gone gives up its place in the queue within seconds."""
    async with own_postgres.pool(APP, size=2) as pool, own_postgres.connected("postgres") as holder:
        await holder.execute("select pg_advisory_lock(1)")
        waiting = await pool.acquire()
        statement = asyncio.create_task(waiting.execute("select pg_advisory_lock(1)"))
        await asyncio.sleep(0.2)
        waiting.terminate()
        await asyncio.gather(statement, return_exceptions=True)
        async with asyncio.timeout(5):
            while await holder.fetchval(_WAITING):  # noqa: ASYNC110 - the event is PostgreSQL's
                await asyncio.sleep(0.1)
