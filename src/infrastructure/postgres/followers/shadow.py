"""A table beside a live one, alike in everything: columns, keys, indexes, row-level security, privileges."""

import re
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg

Owner: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SUFFIX: Final = "_shadow"

_INDEXES = """
select i.relname as name, pg_get_indexdef(x.indexrelid) as definition, x.indisprimary as is_primary
  from pg_index x join pg_class i on i.oid = x.indexrelid
 where x.indrelid = $1::regclass order by i.relname
"""

_POLICIES = """
select policyname as name, cmd as command, array_to_string(roles, ', ') as roles, qual, with_check
  from pg_policies where schemaname = current_schema() and tablename = $1 order by policyname
"""

_PRIVILEGES = """
select a.privilege_type as privilege, a.grantee::regrole::text as role
  from pg_class c, aclexplode(c.relacl) as a
 where c.oid = $1::regclass and a.grantee <> c.relowner
"""

_CLEAR = "delete from {} where clinic_id = $1"
_FILL = "insert into {} select * from {} where clinic_id = $1"

_HEAD = re.compile(r"^CREATE (UNIQUE )?INDEX \S+ ON \S+ ")


def shadow_of(table: str) -> str:
    """Name the table that is built beside a live one."""
    return table + SUFFIX


async def create(owner: Owner, table: str) -> None:
    """Make the shadow as the schema's owner, in one transaction; one that is there already stays as it is."""
    shadow = shadow_of(table)
    async with owner.transaction():
        if await owner.fetchval("select to_regclass($1)", shadow) is not None:
            return
        await owner.execute(f"create table {shadow} (like {table} including all excluding indexes)")
        for index in await owner.fetch(_INDEXES, table):
            name = index["name"] + SUFFIX
            await owner.execute(_HEAD.sub(rf"create \1index {name} on {shadow} ", index["definition"]))
            if index["is_primary"]:
                await owner.execute(f"alter table {shadow} add primary key using index {name}")
        await owner.execute(f"alter table {shadow} enable row level security")
        await owner.execute(f"alter table {shadow} force row level security")
        for policy in await owner.fetch(_POLICIES, table):
            clauses = f"for {policy['command']} to {policy['roles']}"
            if policy["qual"] is not None:
                clauses += f" using ({policy['qual']})"
            if policy["with_check"] is not None:
                clauses += f" with check ({policy['with_check']})"
            await owner.execute(f"create policy {policy['name']} on {shadow} {clauses}")
        for granted in await owner.fetch(_PRIVILEGES, table):
            await owner.execute(f"grant {granted['privilege']} on {shadow} to {granted['role']}")


async def take_over(owner: Owner, table: str) -> None:
    """Put the shadow in the live table's place, under all its names, within the owner's open transaction."""
    shadow = shadow_of(table)
    indexes = [index["name"] for index in await owner.fetch(_INDEXES, table)]
    await owner.execute(f"drop table {table}")
    await owner.execute(f"alter table {shadow} rename to {table}")
    for index in indexes:
        await owner.execute(f"alter index {index}{SUFFIX} rename to {index}")


async def take_over_rows(owner: Owner, table: str, clinic: UUID) -> None:
    """Put the shadow's rows of one clinic in the place of the live ones, within the owner's open transaction."""
    shadow = shadow_of(table)
    for statement in (_CLEAR.format(table), _FILL.format(table, shadow), _CLEAR.format(shadow)):
        await owner.execute(statement, clinic)


async def drop(owner: Owner, table: str) -> None:
    """Give up a shadow."""
    await owner.execute(f"drop table if exists {shadow_of(table)}")
