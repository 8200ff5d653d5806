"""What is written with its facts, built anew from them alone, while the clinic goes on working."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from infrastructure.containers.row_models import row_models, unconnected
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.followers.row_rebuild import RowRebuild
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import OWNER
from integration.background import in_background
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done
from integration.stack import Stack

MODELS = [model.name for model in row_models(unconnected())]

Rebuilding = Callable[[str], RowRebuild]


@pytest.fixture
async def rebuild(database: Database, follower_pool: Pool, stack: Stack) -> AsyncIterator[Rebuilding]:
    """Give what builds a model anew, while the log is numbered."""
    shared = stack.container.shared()
    models = {model.name: model for model in row_models(stack.container)}
    process = FollowerProcess(database.url, follower_pool, shared.codec(), stack.clock, [])
    async with AsyncExitStack() as life:
        owner = await life.enter_async_context(database.connected(OWNER))
        pool = await open_pool(database.url, OWNER, size=4, statement_cache=64)
        life.push_async_callback(close_pool, pool)
        await life.enter_async_context(in_background(process.run))
        yield lambda name: RowRebuild(
            owner, pool, shared.codec(), stack.clock, model=models[name], store=shared.store(), keys=shared.keys()
        )


@pytest.fixture
async def superuser(database: Database) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Give a connection that sees everything."""
    async with database.connected("postgres") as connection:
        yield connection


async def a_few_visits(at: Practice) -> list[str]:
    """Book four visits; move one into another's time, which was cancelled; hold a time."""
    appointments = [await at.booked(NINE + timedelta(hours=hour)) for hour in range(4)]
    await done(await at.act(appointments[1], "cancel"))
    await done(await at.act(appointments[0], "reschedule", {"starts_at": (NINE + timedelta(hours=1)).isoformat()}))
    await at.series_booked()
    return appointments


@pytest.mark.parametrize("model", MODELS)
async def test_the_rebuilt_rows_equal_the_live_ones(at: Practice, rebuild: Rebuilding, model: str) -> None:
    """Built anew from the first fact, every table holds what it held, sealed values included."""
    await a_few_visits(at)
    building = rebuild(model)
    assert await building.run()
    assert [table for table in building.compared if not table.agrees] == []


async def test_a_rebuild_mends_what_had_gone_wrong(
    at: Practice, rebuild: Rebuilding, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """The control: a row that was falsified is told of, and is right afterwards."""
    (first, *_) = await a_few_visits(at)
    await superuser.execute("update appointment set status = 'arrived' where id = $1", UUID(first))
    building = rebuild("appointment-and-hold")
    await building.run()
    assert [table.table for table in building.compared if not table.agrees] == ["appointment"]
    assert await at.status(first) == "booked"


async def test_booking_and_reading_go_on_meanwhile(at: Practice, rebuild: Rebuilding) -> None:
    """While the calendar is built anew three times nothing is refused, and nothing that was booked is missing."""
    booked: list[str] = []

    async def work(stop: asyncio.Event) -> None:
        for number in range(800):  # as many as the booking horizon holds
            if stop.is_set():
                break
            booked.append(await at.booked(NINE + timedelta(days=number // 12, minutes=30 * (number % 12))))
            await asyncio.sleep(0.02)

    async def read(stop: asyncio.Event) -> None:
        while not stop.is_set():
            await at.slots()

    differing = []
    async with in_background(work, read):
        for _ in range(3):
            building = rebuild("appointment-and-hold")
            await building.run()
            differing += [table for table in building.compared if not table.agrees]
            await asyncio.sleep(0.3)
    assert differing == []
    assert [await at.status(appointment) for appointment in booked] == ["booked"] * len(booked)


async def test_an_erased_patients_rows_stay_as_they_are(
    at: Practice, rebuild: Rebuilding, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    """Whose key is destroyed cannot be read any more: the rows are carried over, seal by seal."""
    await a_few_visits(at)
    await superuser.execute("update subject_key set wrapped = null where subject_id in (select id from patient)")
    before = await superuser.fetch("select * from patient order by clinic_id, id")
    building = rebuild("patient")
    await building.run()
    assert await superuser.fetch("select * from patient order by clinic_id, id") == before
    assert [table for table in building.compared if not table.agrees] == []


_FORMS = (
    "select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = $1 order by 1",
    """select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = ('public.' || $1)::regclass
        order by 1""",
    "select * from pg_policies where schemaname = 'public' and tablename = $1 order by policyname",
    "select relacl, relrowsecurity, relforcerowsecurity from pg_class where oid = ('public.' || $1)::regclass",
    """select column_name, data_type, is_nullable, column_default, generation_expression
         from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position""",
)


@pytest.mark.parametrize("model", MODELS)
async def test_the_new_tables_are_like_the_old_ones(
    rebuild: Rebuilding, superuser: "asyncpg.Connection[asyncpg.Record]", model: str
) -> None:
    """Columns, constraints, indexes, row-level security and privileges are the same after a rebuild as before."""
    tables = [table.name for named in row_models(unconnected()) if named.name == model for table in named.tables]
    before = [await superuser.fetch(form, table) for table in tables for form in _FORMS]
    await rebuild(model).run()
    assert [await superuser.fetch(form, table) for table in tables for form in _FORMS] == before
