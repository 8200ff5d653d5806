"""The two walls between clinics, each of which can be taken away: the statements' own filter, and row security."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import asyncpg

from infrastructure.postgres.connection import Pool, keep_as_is
from infrastructure.postgres.provisioning import APP
from integration.databases import Database

_FILTER = re.compile(r"\b(?:\w+\.)?clinic_id = (?:\$\d+(?:::uuid)?|entered\.id)")


class Unfiltered(asyncpg.Connection):
    """A connection on which every statement has lost its ``clinic_id = ...``."""

    rewritten: ClassVar[set[str]] = set()
    """Statements that lost one, on every connection of the class."""
    kept: ClassVar[set[str]] = set()
    """Statements that had none to lose."""

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        """Execute without the filter."""
        return await super().execute(self._unfiltered(query), *args, **options)

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        """Fetch without the filter."""
        return await super().fetch(self._unfiltered(query), *args, **options)

    async def fetchval(self, query: str, *args: Any, **options: Any) -> Any:
        """Fetch a value without the filter."""
        return await super().fetchval(self._unfiltered(query), *args, **options)

    async def fetchrow(self, query: str, *args: Any, **options: Any) -> Any:
        """Fetch a row without the filter."""
        return await super().fetchrow(self._unfiltered(query), *args, **options)

    def _unfiltered(self, query: str) -> str:
        text = _FILTER.sub(lambda found: f"({found[0]} or true)", query)
        (self.rewritten if text != query else self.kept).add(query)
        return text


@asynccontextmanager
async def unfiltered(database: Database, role: str = APP) -> AsyncIterator[Pool]:
    """Open a pool of a role, the application's unless said, whose statements filter by no clinic."""
    Unfiltered.rewritten.clear()
    Unfiltered.kept.clear()
    async with asyncpg.create_pool(
        database.url_as(role),
        min_size=1,
        max_size=10,
        statement_cache_size=256,
        connection_class=Unfiltered,
        reset=keep_as_is,
    ) as pool:
        yield pool


async def drop_row_security(database: Database) -> int:
    """Take row-level security from every table, and tell from how many."""
    async with database.connected("postgres") as superuser:
        secured = await superuser.fetch("select relname from pg_class where relrowsecurity order by 1")
        for row in secured:
            await superuser.execute(
                f"alter table {row['relname']} no force row level security, disable row level security"
            )
    return len(secured)
