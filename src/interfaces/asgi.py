"""The HTTP process: the API over real adapters."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar
from redis.asyncio import Redis

from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.opening import opened
from infrastructure.containers.wiring import pipelines
from infrastructure.observability.metrics import PrometheusMeter
from infrastructure.observability.readiness import DatabaseReady, RedisReady
from infrastructure.settings import Settings
from interfaces.http.application import build
from interfaces.http.calls import CallFactory
from interfaces.http.identity.jwks import jwks
from interfaces.http.monitoring import ReadinessCheck
from interfaces.http.routes import Side

_REDIS_PATIENCE = 1.0
"""Seconds."""


@asynccontextmanager
async def application(settings: Settings, side: Side) -> AsyncIterator[Litestar]:
    """Give the API of one side, over the settings' servers."""
    async with opened(settings) as container, litestar(settings, container, side) as app:
        yield app


@asynccontextmanager
async def litestar(settings: Settings, container: ApplicationContainer, side: Side) -> AsyncIterator[Litestar]:
    """Give the API of one side, over an application that is open already."""
    async with AsyncExitStack() as life:
        checks: list[ReadinessCheck] = [DatabaseReady(container.pool())]
        if settings.redis_url:
            redis = Redis.from_url(
                settings.redis_url, socket_connect_timeout=_REDIS_PATIENCE, socket_timeout=_REDIS_PATIENCE
            )
            life.push_async_callback(redis.aclose)
            checks.append(RedisReady(redis))
        identity = container.identity()
        calls = CallFactory(identity.authenticator(), budget=settings.request_budget)
        keys = jwks(identity.access_tokens())
        yield build(pipelines(container), calls, side=side, extra=[keys], checks=checks, meter=PrometheusMeter())
