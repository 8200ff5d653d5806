"""A log of a test's own, with a journal beside it."""

from collections.abc import AsyncIterator

import pytest
from bench.proofs.journal import TABLE

from infrastructure.postgres.connection import Pool
from infrastructure.postgres.provisioning import APP, FOLLOWER, OWNER
from integration.databases import Database, Databases


@pytest.fixture
async def log(databases: Databases) -> AsyncIterator[Database]:
    """Give a database whose log is still empty, and a journal for followers to leave traces in."""
    async with databases.fresh() as database, database.connected(OWNER) as owner:
        await owner.execute(TABLE)
        yield database


@pytest.fixture
async def writing(log: Database) -> AsyncIterator[Pool]:
    """Give connections that write facts."""
    async with log.pool(APP, size=12) as pool:
        yield pool


@pytest.fixture
async def following(log: Database) -> AsyncIterator[Pool]:
    """Give connections that follow the log."""
    async with log.pool(FOLLOWER) as pool:
        yield pool
