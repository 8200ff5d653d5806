"""Databases of tests: one migrated template in the worker's server, copied in some 50 ms for whoever needs its own."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.pool import as_role, open_pool
from infrastructure.postgres.provisioning import OWNER, provision

IN_HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
"""Settings of a server whose tests prove nothing about durability."""

DURABLE = {"fsync": "on", "synchronous_commit": "on", "max_connections": "200"}
"""Settings of a server whose tests kill it."""


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database and the roles in which it can be reached."""

    server: EmbeddedPostgres
    name: str

    @property
    def url(self) -> str:
        """The database's address as the superuser."""
        return self.server.dsn(self.name)

    def url_as(self, role: str) -> str:
        """Give the database's address for a role."""
        return as_role(self.url, role)

    @asynccontextmanager
    async def connected(self, role: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Connect in a role, outside any pool and any transaction; the superuser is ``postgres``."""
        connection = await asyncpg.connect(self.url_as(role))
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def pool(self, role: str, size: int = 10) -> AsyncIterator[Pool]:
        """Open a pool in a role, with the settings of production."""
        pool = await open_pool(self.url, role, size=size, statement_cache=256)
        try:
            yield pool
        finally:
            pool.terminate()


class Databases:
    """Makes databases in one server."""

    _numbers = itertools.count(1)

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._template: str | None = None

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[Database]:
        """Give a new migrated database, and drop it afterwards."""
        template = self._template or await self._migrated()
        name = f"test_{next(self._numbers)}"
        await self._order(f"create database {name} template {template} owner {OWNER}")
        try:
            yield Database(self._server, name)
        finally:
            await self._order(f"drop database {name} with (force)")

    async def _migrated(self) -> str:
        name = "template_of_tests"
        await provision(self._server.dsn(), name)
        await migrate(as_role(self._server.dsn(name), OWNER))
        self._template = name
        return name

    async def _order(self, sql: str) -> None:
        connection = await asyncpg.connect(self._server.dsn())
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


async def migrated(server: EmbeddedPostgres, name: str = "polyclinic", revision: str = "head") -> Database:
    """Provision a database and migrate it, in a server that a test has for itself or under a name that is its own."""
    await provision(server.dsn(), name)
    await migrate(as_role(server.dsn(name), OWNER), revision)
    return Database(server, name)
