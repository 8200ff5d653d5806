"""What keeps clinics apart: the roles' rights, and row-level security under every table of a clinic."""

from collections.abc import AsyncIterator
from typing import Final

from infrastructure.examination.finding import Finding, broken, ok
from infrastructure.postgres.followers.direct import Direct
from infrastructure.postgres.provisioning import OWNER, ROLES
from infrastructure.postgres.tables.everything import METADATA

CLINIC_TABLES: Final = sorted(
    table.name for table in METADATA.tables.values() if not table.info.get("installation", False)
)

_STRONG = """
select rolname from pg_roles
 where rolname = any($1::text[]) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
"""

_MEMBERS = """
select m.rolname || ' in ' || r.rolname from pg_auth_members am
  join pg_roles m on m.oid = am.member join pg_roles r on r.oid = am.roleid where m.rolname = any($1::text[])
"""

_OWNING = """
select pg_get_userbyid(relowner) || ' owns ' || relname from pg_class
 where pg_get_userbyid(relowner) = any($1::text[]) and relkind <> 't'
union all
select pg_get_userbyid(proowner) || ' owns ' || proname from pg_proc where pg_get_userbyid(proowner) = any($1::text[])
union all
select pg_get_userbyid(datdba) || ' owns ' || datname from pg_database where pg_get_userbyid(datdba) = any($1::text[])
 order by 1
"""

_SECURED = """
select c.relname from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[])
   and c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)
"""


async def rights(connection: Direct) -> AsyncIterator[Finding]:
    """Look at the catalogue, which every role may read."""
    yield await _roles(connection)
    yield await _ownership(connection)
    yield await _row_security(connection)


async def _roles(connection: Direct) -> Finding:
    strong = await _names(connection, _STRONG, list(ROLES)) + await _names(connection, _MEMBERS, list(ROLES))
    if strong:
        mend = "Take superuser, bypassrls, createrole, createdb, replication and memberships from it with alter role."
        return broken("roles", f"too strong: {', '.join(strong)}", mend)
    return ok("roles", "no superuser, none bypasses row-level security")


async def _ownership(connection: Direct) -> Finding:
    owned = await _names(connection, _OWNING, [role for role in ROLES if role != OWNER])
    if owned:
        return broken("ownership", ", ".join(owned), f"Give each to {OWNER}: reassign owned by <role> to {OWNER}.")
    return ok("ownership", "the processes' roles own nothing")


async def _row_security(connection: Direct) -> Finding:
    loose = sorted(set(CLINIC_TABLES) - set(await _names(connection, _SECURED, CLINIC_TABLES)))
    if loose:
        mend = f"As {OWNER}: alter table <name> enable row level security, then force row level security; its policies "
        return broken("row-level security", f"open or missing: {', '.join(loose)}", mend + "are in migrations.")
    return ok("row-level security", f"on and forced under {len(CLINIC_TABLES)} tables of clinics")


async def _names(connection: Direct, question: str, of: list[str]) -> list[str]:
    return [row[0] for row in await connection.fetch(question, of)]
