"""Jobs of a test's own, and a place where their effects show."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from domain.shared.identifiers import ClinicId
from infrastructure.embedded import EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.provisioning import APP, OWNER
from integration.databases import Database, Databases
from integration.postgres.jobs.work import EFFECTS, Work


@pytest.fixture
async def rows(databases: Databases) -> AsyncIterator[Database]:
    """Give a database whose queue is still empty."""
    async with databases.fresh() as database, database.connected(OWNER) as owner:
        await owner.execute(EFFECTS)
        yield database


@pytest.fixture
async def app(rows: Database) -> AsyncIterator[Pool]:
    """Give connections that take jobs in and do them."""
    async with rows.pool(APP) as pool:
        yield pool


@pytest.fixture
async def redis_url(own_valkey: EmbeddedValkey) -> str:
    """Give the address of a Redis that the test may do anything to."""
    return own_valkey.url


@pytest.fixture
async def work(app: Pool) -> Work:
    """Give a clinic with work to do."""
    return Work(app, ClinicId(uuid4()))
