"""Opening what has to be waited for, and putting it into the container, which waits for nothing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from application.shared.clock import Clock
from application.shared.key_vault import INSTALLATION, KeyVault
from application.shared.rates import RateLimits
from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.keys import key_vault, signing_key_file
from infrastructure.memory.rate_limits import InProcessRateLimits
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, AUDITOR
from infrastructure.redis.rate_limits import shared_rate_limits
from infrastructure.settings import Settings

AUDITING: Final = 2
"""Connections of a process that read the audit trail: few ask, and nobody waits for them."""


@asynccontextmanager
async def opened(settings: Settings, clock: Clock | None = None) -> AsyncIterator[ApplicationContainer]:
    """Give the application over the settings' database and keys; close what was opened at the end.

    Raises what the key files raise (``FileNotFoundError`` where ``create_keys`` was never called), and what the driver
    raises where the database cannot be reached.
    """
    async with AsyncExitStack() as life:
        vault = await life.enter_async_context(key_vault(settings))
        clock = clock or SystemClock()
        signing_keys = (await signing_key_file(settings, vault).load()).at(clock.now())
        pool = await life.enter_async_context(role_pool(settings, APP))
        auditors = await life.enter_async_context(role_pool(settings, AUDITOR, size=AUDITING))
        container = ApplicationContainer(
            storage=settings.storage,
            pool=pool,
            auditors=auditors,
            vault=vault,
            clock=clock,
            signing_keys=signing_keys,
            issuer=settings.issuer,
        )
        life.callback(container.identity().ports().hasher().close)
        yield container


@asynccontextmanager
async def role_pool(settings: Settings, role: str, *, size: int | None = None) -> AsyncIterator[Pool]:
    """Give a pool of connections in one of the database's roles, as many as is set where nobody says otherwise."""
    pool = await open_pool(
        settings.database_url, role, size=size or settings.pool_size, statement_cache=settings.statement_cache
    )
    try:
        yield pool
    finally:
        await close_pool(pool)


@asynccontextmanager
async def rate_limits(settings: Settings, vault: KeyVault) -> AsyncIterator[RateLimits]:
    """Count what is asked: with all processes that share a Redis, or in this one alone where there is none."""
    secret = await vault.mac_key(INSTALLATION, "rate-limits")
    if not settings.redis_url:
        yield InProcessRateLimits(secret)
        return
    async with shared_rate_limits(settings.redis_url, secret) as limits:
        yield limits
