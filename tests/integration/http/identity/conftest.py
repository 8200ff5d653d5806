"""The application behind its own authenticator, over each storage."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from infrastructure.postgres.connection import Pool
from integration.http.identity.installation import Installation, OpenedClinic
from integration.http.openapi.promises import documented
from integration.rates import generous
from integration.stack import AMPLE, ORIGIN, Stack, running
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory
from interfaces.http.identity.jwks import jwks


@pytest.fixture(scope="module", params=["postgres", "memory"])
async def stack(request: pytest.FixtureRequest, app_pool: Pool) -> AsyncIterator[Stack]:
    """Run the application over each storage in turn: both give the same answers and the same refusals."""
    async with running(app_pool if request.param == "postgres" else None) as stack:
        yield stack


@pytest.fixture(scope="module")
async def installation(stack: Stack) -> AsyncIterator[Installation]:
    """Give the installation."""
    identity = stack.container.identity
    calls = CallFactory(identity.sessions.authenticator(), generous(), budget=AMPLE)
    # Litestar types its scopes more narrowly than httpx does.
    app: Any = build(stack.use_cases, calls, extra=[jwks(identity.ports.access_tokens())])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN + API, timeout=60, event_hooks={"response": [documented]}
    ) as client:
        yield Installation(stack, app, client)


@pytest.fixture
async def lakeside(installation: Installation) -> OpenedClinic:
    """Give a clinic whose owner has signed in."""
    return await installation.opened()


@pytest.fixture
async def hilltop(installation: Installation) -> OpenedClinic:
    """Give another clinic."""
    return await installation.opened()
