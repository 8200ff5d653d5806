"""The application behind its own authenticator, over a database of the module's."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from integration.http.identity.installation import Installation, OpenedClinic
from integration.http.openapi.promises import documented
from integration.stack import ORIGIN, Stack
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory
from interfaces.http.identity.jwks import jwks


@pytest.fixture(scope="module")
async def installation(stack: Stack) -> AsyncIterator[Installation]:
    """Give the installation."""
    identity = stack.container.identity
    calls = CallFactory(identity.authenticator(), budget=10)
    # Litestar types its scopes more narrowly than httpx does.
    app: Any = build(stack.use_cases, calls, extra=[jwks(identity.access_tokens())])
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
