"""The whole examination, in the order in which one thing rests on another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from infrastructure.examination.configuration import configuration
from infrastructure.examination.finding import Finding, broken, ok, warning
from infrastructure.examination.keys import keys, wrapping
from infrastructure.examination.redis import redis
from infrastructure.examination.rights import rights
from infrastructure.examination.schema import schema
from infrastructure.examination.server import room, server
from infrastructure.examination.work import following, jobs, sealing
from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, SEALER, SWEEPER
from infrastructure.settings import Settings

PATIENCE: Final = 5.0
"""Seconds that a statement may take."""

_GONE: Final = (OSError, Unavailable, asyncpg.PostgresError, asyncpg.InterfaceError)


async def examined(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Look the installation over. What rests on something broken is not looked at."""
    yield ok("settings", "every name is known and every value in its range")
    for finding in configuration(settings):
        let_through = finding.state == "broken" and finding.name in settings.allowed
        yield (
            warning(finding.subject, f"let through by name: {finding.found}", finding.mend) if let_through else finding
        )
    opened = await keys(settings)
    yield opened
    yield await redis(settings.redis_url)
    if not settings.database_url:
        yield broken("database", "DATABASE_URL is empty", "Name the database in DATABASE_URL.")
        return
    reached = [await _reached(settings, role) for role in (APP, FOLLOWER, SWEEPER, AUDITOR, SEALER)]
    if settings.direct_database_url:
        yield await _pooled(settings)
    for finding in reached:
        yield finding
    if any(finding.state == "broken" for finding in reached):
        return
    try:
        async with asyncio.timeout(60):
            async for finding in _database(settings, clock, opened):
                yield finding
    except _GONE as gone:
        yield broken("database", f"it went away ({type(gone).__name__})", "Look at its log, then call this again.")


async def _database(settings: Settings, clock: Clock, opened: Finding) -> AsyncIterator[Finding]:
    async with connected(settings.direct_url, APP, patience=PATIENCE) as connection:
        async for finding in server(connection, clock):
            yield finding
        yield await room(connection, settings.pool_size)
        found = await schema(connection)
        yield found
        async for finding in rights(connection):
            yield finding
    if found.state == "broken":
        return
    if opened.state == "ok":
        async with _pool(settings.direct_url, APP, settings) as pool:
            yield await wrapping(settings, pool)
    async with _pool(settings.direct_url, FOLLOWER, settings) as pool:
        async for finding in following(pool):
            yield finding
    async with connected(settings.direct_url, SEALER, patience=PATIENCE) as connection:
        yield await sealing(connection)
    async with connected(settings.direct_url, SWEEPER, patience=PATIENCE) as connection:
        yield await jobs(connection, clock)


async def _reached(settings: Settings, role: str) -> Finding:
    subject = f"database as {role}"
    try:
        async with connected(settings.direct_url, role, patience=PATIENCE) as connection:
            await connection.fetchval("select 1")
    except asyncpg.InvalidAuthorizationSpecificationError:
        mend = "Check the password in DATABASE_URL, and that 'polyclinic provision' made the role."
        return broken(subject, "the role or its password is refused", mend)
    except asyncpg.InvalidCatalogNameError:
        return broken(subject, "the database is missing", "Make it with 'polyclinic provision'.")
    except _GONE as gone:
        mend = "Check DATABASE_URL, and that PostgreSQL runs."
        return broken(subject, f"no answer ({type(gone).__name__})", mend)
    return ok(subject, "reached")


async def _pooled(settings: Settings) -> Finding:
    """Look whether the way that requests take, which is another one, leads there too."""
    subject = "database through a pooler"
    try:
        async with _pool(settings.database_url, APP, settings) as pool, lent(pool) as connection:
            await connection.fetchval("select 1")
    except _GONE as gone:
        mend = "Check DATABASE_URL, and that PgBouncer runs and knows the role."
        return broken(subject, f"no answer ({type(gone).__name__})", mend)
    return ok(subject, "reached")


@asynccontextmanager
async def _pool(url: str, role: str, settings: Settings) -> AsyncIterator[Pool]:
    pool = await open_pool(url, role, size=1, statement_cache=settings.statement_cache)
    try:
        yield pool
    finally:
        await close_pool(pool)
