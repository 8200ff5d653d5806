"""The same answers from every storage."""

from collections.abc import AsyncIterator

import pytest

from infrastructure.postgres.connection import Pool
from integration.contracts.conftest import STORAGES
from integration.stack import Stack, running


@pytest.fixture(scope="module", params=STORAGES)
async def stack(request: pytest.FixtureRequest, app_pool: Pool, auditor_pool: Pool) -> AsyncIterator[Stack]:
    """Run the application over each storage in turn."""
    async with running(None if request.param == "memory" else app_pool, auditors=auditor_pool) as stack:
        yield stack
