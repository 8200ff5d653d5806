"""What operators work on: an installation a module, and one that a test may break."""

from collections.abc import AsyncIterator

import pytest

from infrastructure.embedded import EmbeddedValkey
from integration.cli.installation import Installation, installed
from integration.databases import Database, Databases


@pytest.fixture(scope="module")
async def installation(
    database: Database, valkey_server: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """Give the installation over the module's database."""
    return await installed(database, tmp_path_factory.mktemp("installation"), valkey_server.url)


@pytest.fixture
async def own_installation(
    databases: Databases, valkey_server: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    """Give an installation of the test's own, in which nothing happened yet."""
    async with databases.fresh() as database:
        yield await installed(database, tmp_path_factory.mktemp("installation"), valkey_server.url)
