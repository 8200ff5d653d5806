"""A table beside a live one, alike in everything: columns, keys, indexes, row-level security, privileges.

It has the live one's name, in a schema of its own, and so have its indexes and constraints: whoever puts that schema
first in the search path writes to the shadow with the statements that write to the live table.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg

from infrastructure.postgres.provisioning import ROLES

Owner: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

SCHEMA: Final = "rebuilt"
"""Where shadows stand."""

_LIVE: Final = "public"

INTO_SHADOWS: Final = (
    f"select set_config('search_path', '{SCHEMA}, {_LIVE}', true), "
    "set_config('plan_cache_mode', 'force_generic_plan', true)"
)
"""Has the transaction write to shadows where there are any. Planned once, for whichever clinic comes: ADR 23."""

_CONSTRAINTS = """
select conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'x') order by conname
"""

_INDEXES = """
select i.relname as name, pg_get_indexdef(x.indexrelid) as definition
  from pg_index x join pg_class i on i.oid = x.indexrelid
 where x.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
 order by i.relname
"""

_POLICIES = """
select policyname as name, cmd as command, array_to_string(roles, ', ') as roles, qual, with_check
  from pg_policies where schemaname = $1 and tablename = $2 order by policyname
"""

_PRIVILEGES = """
select a.privilege_type as privilege, a.grantee::regrole::text as role
  from pg_class c, aclexplode(c.relacl) as a
 where c.oid = $1::regclass and a.grantee <> c.relowner
"""

_WRITTEN = """
select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
 where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'
"""

_CLEAR = "delete from {} where clinic_id = $1"

_HEAD = re.compile(r"^CREATE (UNIQUE )?INDEX (\S+) ON \S+ ")


def shadow_of(table: str) -> str:
    """Name the table that is built beside a live one."""
    return f"{SCHEMA}.{table}"


def live(table: str) -> str:
    """Name the live one, wherever the search path leads."""
    return f"{_LIVE}.{table}"


async def create(owner: Owner, tables: Sequence[str]) -> None:
    """Make the shadows as the schema's owner, in one transaction; those that are there already stay as they are."""
    async with owner.transaction():
        await owner.execute(f"create schema if not exists {SCHEMA}")
        await owner.execute(f"grant usage on schema {SCHEMA} to {', '.join(ROLES)}")
        for table in tables:
            if await owner.fetchval("select to_regclass($1)", shadow_of(table)) is None:
                await _create(owner, live(table), shadow_of(table))
                await _secure(owner, table)


async def take_over(owner: Owner, tables: Sequence[str]) -> None:
    """Put shadows in the live tables' places, within the owner's open transaction."""
    for table in tables:
        await owner.execute(f"drop table {live(table)}")
        await owner.execute(f"alter table {shadow_of(table)} set schema {_LIVE}")


async def take_over_rows(owner: Owner, table: str, clinic: UUID) -> None:
    """Put the shadow's rows of one clinic in the place of the live ones, within the owner's open transaction."""
    columns = await written_columns(owner, table)
    filled = f"insert into {live(table)} ({columns}) select {columns} from {shadow_of(table)} where clinic_id = $1"  # noqa: S608 - own names
    for statement in (_CLEAR.format(live(table)), filled, _CLEAR.format(shadow_of(table))):
        await owner.execute(statement, clinic)


async def drop(owner: Owner, tables: Sequence[str]) -> None:
    """Give up shadows."""
    for table in tables:
        await owner.execute(f"drop table if exists {shadow_of(table)}")


async def written_columns(owner: Owner, table: str) -> str:
    """List a table's columns as SQL, but those that PostgreSQL computes itself."""
    columns: str = await owner.fetchval(_WRITTEN, _LIVE, table)
    return columns


async def _create(owner: Owner, table: str, shadow: str) -> None:
    await owner.execute(f"create table {shadow} (like {table} including all excluding indexes)")
    for constraint in await owner.fetch(_CONSTRAINTS, table):
        await owner.execute(f"alter table {shadow} add constraint {constraint['name']} {constraint['definition']}")
    for index in await owner.fetch(_INDEXES, table):
        await owner.execute(_HEAD.sub(rf"create \1index \2 on {shadow} ", index["definition"]))


async def _secure(owner: Owner, table: str) -> None:
    shadow = shadow_of(table)
    await owner.execute(f"alter table {shadow} enable row level security")
    await owner.execute(f"alter table {shadow} force row level security")
    for policy in await owner.fetch(_POLICIES, _LIVE, table):
        clauses = f"for {policy['command']} to {policy['roles']}"
        if policy["qual"] is not None:
            clauses += f" using ({policy['qual']})"
        if policy["with_check"] is not None:
            clauses += f" with check ({policy['with_check']})"
        await owner.execute(f"create policy {policy['name']} on {shadow} {clauses}")
    for granted in await owner.fetch(_PRIVILEGES, live(table)):
        await owner.execute(f"grant {granted['privilege']} on {shadow} to {granted['role']}")
