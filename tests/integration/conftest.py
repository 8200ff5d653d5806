"""Real servers, one pair a worker; databases copied from one migrated template; the application in this process.

A test's clinic is new and its own, so tests share a module's database without meeting each other.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, SWEEPER
from integration.clock import SetClock
from integration.databases import DURABLE, IN_HASTE, Database, Databases, migrated
from integration.distribution import ModuleByModule, longest_first
from integration.people import Clinic
from integration.stack import AMPLE, Stack, running

settings.register_profile("any-machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ModuleByModule:
    """Deal tests out to workers by module."""
    return ModuleByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    longest_first(items)


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Let a request wait for a free connection for all of its time: crowds share the few of a test's pool."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("infrastructure.postgres.connection.PATIENCE", AMPLE)
        yield


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """Give this worker's PostgreSQL. No test may stop it: see ``own_postgres``."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), IN_HASTE) as server:
        yield server


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedValkey]:
    """Give this worker's Valkey. No test may stop it: see ``own_valkey``."""
    with EmbeddedValkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres_server: EmbeddedPostgres) -> Databases:
    """Make databases in this worker's server: ``async with databases.fresh() as database``."""
    return Databases(postgres_server)


@pytest.fixture(scope="module")
async def database(databases: Databases) -> AsyncIterator[Database]:
    """Give the module its own migrated database."""
    async with databases.fresh() as database:
        yield database


@pytest.fixture(scope="module")
async def app_pool(database: Database) -> AsyncIterator[Pool]:
    """Give connections as the role of commands and queries."""
    async with database.pool(APP) as pool:
        yield pool


@pytest.fixture(scope="module")
async def follower_pool(database: Database) -> AsyncIterator[Pool]:
    """Give connections as the role that reads every clinic's log."""
    async with database.pool(FOLLOWER) as pool:
        yield pool


@pytest.fixture(scope="module")
async def sweeper_pool(database: Database) -> AsyncIterator[Pool]:
    """Give connections as the role that sees every clinic's jobs."""
    async with database.pool(SWEEPER, size=3) as pool:
        yield pool


@pytest.fixture(scope="module")
async def auditor_pool(database: Database) -> AsyncIterator[Pool]:
    """Give connections as the role that reads a clinic's audit trail."""
    async with database.pool(AUDITOR, size=3) as pool:
        yield pool


@pytest.fixture(scope="module")
async def stack(app_pool: Pool, auditor_pool: Pool) -> AsyncIterator[Stack]:
    """Run the application over the module's database."""
    async with running(app_pool, auditors=auditor_pool) as stack:
        yield stack


@pytest.fixture
def clock(stack: Stack) -> Iterator[SetClock]:
    """Give the application's clock, which stands where the test sets it and goes back afterwards."""
    at = stack.clock.at
    yield stack.clock
    stack.clock.at = at


@pytest.fixture
async def clinic(stack: Stack) -> Clinic:
    """Give a new clinic with somebody of each role, signed in."""
    return await stack.open_clinic()


@pytest.fixture
async def other_clinic(stack: Stack) -> Clinic:
    """Give another clinic, whose people must learn nothing of the first."""
    return await stack.open_clinic()


@pytest.fixture
async def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """Give a database on a durable server of the test's own, which it may stop and kill."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("own-postgres"), DURABLE) as server:
        yield await migrated(server)


@pytest.fixture
def own_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedValkey]:
    """Give a Valkey of the test's own, which it may stop and kill."""
    with EmbeddedValkey(tmp_path_factory.mktemp("own-valkey")) as server:
        yield server
