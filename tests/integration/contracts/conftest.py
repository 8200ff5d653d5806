"""Every contract over every storage: whoever asks for ``stack`` or ``clinic`` here gets each adapter in turn."""

from collections.abc import AsyncIterator

import pytest

from infrastructure.postgres.connection import Pool
from integration.stack import Stack, running

STORAGES = ("memory", "postgres")
"""Every adapter of the storage ports; a new one is added here and held to all contracts."""


@pytest.fixture(scope="module", params=STORAGES)
async def stack(request: pytest.FixtureRequest, app_pool: Pool, auditor_pool: Pool) -> AsyncIterator[Stack]:
    """Run the application over each storage in turn."""
    async with running(None if request.param == "memory" else app_pool, auditors=auditor_pool) as stack:
        yield stack
