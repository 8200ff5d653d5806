"""Pages are the same for everybody: one application writes them for all of these tests."""

from collections.abc import AsyncIterator

import httpx
import pytest

from integration.http.unwired import unwired


@pytest.fixture(scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of an application without use cases."""
    async with unwired() as client:
        yield client
