"""A worker whose servers freeze: it waits without dying, and goes on when they do."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.provisioning import APP, OWNER
from integration.background import eventually, in_background
from integration.databases import Database
from integration.faults.stopping import frozen
from integration.postgres.jobs.test_workers import worker
from integration.postgres.jobs.work import EFFECTS, Work, journaling, kind

LONG = 17.0
"""Seconds; longer than a statement may take, or than Redis is waited for."""


@pytest.fixture
async def rows(own_postgres: Database) -> Database:
    """Give a database on a server that the test may stop."""
    async with own_postgres.connected(OWNER) as owner:
        await owner.execute(EFFECTS)
    return own_postgres


@pytest.fixture
async def app(rows: Database) -> AsyncIterator[Pool]:
    """Give connections that take jobs in and do them."""
    async with rows.pool(APP) as pool:
        yield pool


async def test_a_frozen_redis(rows: Database, app: Pool, work: Work, own_valkey: EmbeddedValkey) -> None:
    """Jobs that are taken in while Redis answers nothing are done once when it does again."""
    async with in_background(worker(rows, own_valkey.url, app, kind(journaling(app))).run):
        before = await work.add("test.work")
        await eventually(partial(work.is_done, before))
        with frozen(own_valkey):
            meanwhile = await work.add("test.work")
            await asyncio.sleep(LONG)
        await eventually(partial(work.is_done, meanwhile))
    assert await work.effects() == 2


async def test_a_frozen_database(rows: Database, app: Pool, work: Work, own_valkey: EmbeddedValkey) -> None:
    """A job that was waiting while PostgreSQL answered nothing is done once when it does again."""
    async with in_background(worker(rows, own_valkey.url, app, kind(journaling(app))).run):
        before = await work.add("test.work")
        await eventually(partial(work.is_done, before))
        waiting = await work.add("test.work")
        with frozen(rows.server):
            await asyncio.sleep(LONG)
        await eventually(partial(work.is_done, waiting))
    assert await work.effects() == 2
