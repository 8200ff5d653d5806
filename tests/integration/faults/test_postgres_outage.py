"""PostgreSQL hangs or dies: every request is answered in time, and all is well again by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from infrastructure.postgres.provisioning import APP
from integration.background import eventually
from integration.databases import Database
from integration.faults.stopping import frozen
from integration.http.conventions.requests import MIA
from integration.people import Clinic
from integration.rates import generous
from integration.stack import ORIGIN, running
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory

_WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
_OPEN = "select count(*) from pg_stat_activity where usename = $1 and state like 'idle in transaction%'"

LATE, GONE = "request.deadline-exceeded", "request.unavailable"

BUDGET = 2.0
"""Seconds; short, so that the test is."""
LONG = 10.0
"""Seconds after which a test gives up: beyond any budget here, and short of what PostgreSQL itself would end."""


@dataclass(frozen=True, slots=True)
class Outage:
    """The application over a server that the test may stop."""

    database: Database
    clinic: Clinic
    known: str
    """Path of a patient who was registered before."""

    async def answers(self, count: int = 20) -> list[httpx.Response]:
        """Send commands and queries at once; give their answers."""
        desk = self.clinic.front_desk.http
        requests = [desk.post("/patients", json=MIA) if n % 2 else desk.get(self.known) for n in range(count)]
        async with asyncio.timeout(LONG):
            return await asyncio.gather(*requests)

    async def recovers(self) -> bool:
        """Wait until every answer is good again."""

        async def all_good() -> bool:
            return {answer.status_code for answer in await self.answers(10)} == {200, 201}

        return await eventually(all_good)


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
        await outage.recovers()
        yield outage


def _refused(answers: list[httpx.Response]) -> set[str]:
    """Give the codes with which all are refused for the moment."""
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers["Retry-After"] for answer in answers)
    return {answer.json()["code"] for answer in answers}


async def test_a_frozen_server(outage: Outage) -> None:
    """A server that takes connections and never answers costs no request more than its budget."""
    with frozen(outage.database.server):
        assert _refused(await outage.answers()) == {LATE}
        assert _refused(await outage.answers()) <= {LATE, GONE}  # now with no connection left
    assert await outage.recovers()


async def test_who_asks_is_found_out_in_time(own_postgres: Database) -> None:
    """Looking up the clinic that a visitor names is part of the request, and of its deadline."""
    async with own_postgres.pool(APP, size=4) as pool, running(pool, budget=BUDGET) as stack:
        calls = CallFactory(stack.container.identity().sessions().authenticator(), generous(), budget=BUDGET)
        served: Any = build(stack.use_cases, calls)
        transport = httpx.ASGITransport(served, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"{ORIGIN}{API}", timeout=60) as visitor:
            body = {"email": {"address": "mia@example.org"}, "password": "correct horse battery"}
            with frozen(own_postgres.server):
                async with asyncio.timeout(LONG):
                    assert _refused([await visitor.post("/clinics/somewhere/sessions", json=body)]) == {LATE}


async def test_a_killed_server(outage: Outage) -> None:
    """A server that died is noticed at once; what was acknowledged is there when it comes back."""
    outage.database.server.kill()
    assert _refused(await outage.answers()) == {GONE}
    outage.database.server.start()
    assert await outage.recovers()


async def test_killed_while_it_works(outage: Outage) -> None:
    """Requests under way when the server dies are answered too."""
    under_way = asyncio.create_task(outage.answers(40))
    await asyncio.sleep(0.03)
    outage.database.server.kill()
    answers = await under_way
    assert {answer.status_code for answer in answers} <= {200, 201, 503}
    outage.database.server.start()
    assert await outage.recovers()


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
        async with asyncio.timeout(LONG):
            held = [await pool.acquire() for _ in range(4)]
            for connection in held:
                await pool.release(connection)
        async with own_postgres.connected("postgres") as watcher:

            async def none_open() -> bool:
                return not await watcher.fetchval(_OPEN, APP)

            assert await eventually(none_open)


async def test_who_waits_for_a_lock_for_nobody(own_postgres: Database) -> None:
    """A statement whose client is gone gives up its place in the queue within seconds."""
    async with own_postgres.pool(APP, size=2) as pool, own_postgres.connected("postgres") as holder:
        await holder.execute("select pg_advisory_lock(1)")
        waiting = await pool.acquire()
        statement = asyncio.create_task(waiting.execute("select pg_advisory_lock(1)"))

        async def waits() -> bool:
            return bool(await holder.fetchval(_WAITING))

        async def waits_no_more() -> bool:
            return not await waits()

        assert await eventually(waits)
        waiting.terminate()
        await asyncio.gather(statement, return_exceptions=True)
        assert await eventually(waits_no_more)
