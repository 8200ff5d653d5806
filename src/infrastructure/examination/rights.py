"""What keeps clinics apart: the roles' rights, and row-level security under every table of a clinic."""

from collections.abc import AsyncIterator
from typing import Final

from infrastructure.examination.finding import Finding, broken, ok
from infrastructure.postgres.connection import Reader
from infrastructure.postgres.provisioning import OWNER, ROLES, SEALER
from infrastructure.postgres.tables.everything import METADATA

CLINIC_TABLES: Final = sorted(
    table.name for table in METADATA.tables.values() if not table.info.get("installation", False)
)

_THERE = "select rolname from pg_roles where rolname = any($1::text[])"

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


_MAY = """
select r || ' may ' || p || ' ' || t from unnest($1::text[]) r, unnest($2::text[]) t, unnest($3::text[]) p
 where has_table_privilege(r, to_regclass(t), p) order by 1
"""

_MAKING = "select r from unnest($1::text[]) r where has_schema_privilege(r, 'public', 'create')"

SEALED: Final = ["ledger_entry", "ledger_batch", "ledger_key", "ledger_checkpoint", "ledger_anchoring"]
"""Tables to which whoever seals the audit trail adds, and nobody else."""

WRITTEN_ONCE: Final = ["event", "audit_entry", "audit_subject", *SEALED]
"""Tables whose rows nobody may change or take back."""


async def rights(connection: Reader) -> AsyncIterator[Finding]:
    """Look at the catalogue, which every role may read."""
    missing = sorted(set(ROLES) - set(await _names(connection, _THERE, list(ROLES))))
    if missing:
        mend = "Make it with 'polyclinic provision' or as deploy/postgres/roles.sql does; then 'polyclinic migrate'."
        yield broken("roles", f"missing: {', '.join(missing)}", mend)
        return
    yield await _roles(connection)
    yield await _ownership(connection)
    yield await _row_security(connection)
    yield await _written_once(connection)
    yield await _sealed(connection)
    yield await _making(connection)


async def _roles(connection: Reader) -> Finding:
    strong = await _names(connection, _STRONG, list(ROLES)) + await _names(connection, _MEMBERS, list(ROLES))
    if strong:
        mend = "Take superuser, bypassrls, createrole, createdb, replication and memberships from it with alter role."
        return broken("roles", f"too strong: {', '.join(strong)}", mend)
    return ok("roles", "no superuser, none bypasses row-level security")


async def _ownership(connection: Reader) -> Finding:
    owned = await _names(connection, _OWNING, [role for role in ROLES if role != OWNER])
    if owned:
        return broken("ownership", ", ".join(owned), f"Give each to {OWNER}: reassign owned by <role> to {OWNER}.")
    return ok("ownership", "the processes' roles own nothing")


async def _row_security(connection: Reader) -> Finding:
    loose = sorted(set(CLINIC_TABLES) - set(await _names(connection, _SECURED, CLINIC_TABLES)))
    if loose:
        mend = f"As {OWNER}: alter table <name> enable row level security, then force row level security; its policies "
        return broken("row-level security", f"open or missing: {', '.join(loose)}", mend + "are in migrations.")
    return ok("row-level security", f"on and forced under {len(CLINIC_TABLES)} tables of clinics")


async def _written_once(connection: Reader) -> Finding:
    roles = [role for role in ROLES if role != OWNER]
    rows = await connection.fetch(_MAY, roles, WRITTEN_ONCE, ["update", "delete", "truncate"])
    if rows:
        told = ", ".join(row[0] for row in rows)
        return broken("written facts", told, "Revoke it: what was written must stay as it was.")
    return ok("written facts", "nobody may change or take back a fact or an audit entry")


async def _sealed(connection: Reader) -> Finding:
    roles = [role for role in ROLES if role not in {OWNER, SEALER}]
    rows = await connection.fetch(_MAY, roles, SEALED, ["insert"])
    if rows:
        told = ", ".join(row[0] for row in rows)
        return broken("ledger rights", told, f"Revoke it: {SEALER} alone adds to the ledger.")
    return ok("ledger rights", "whoever seals adds to it, and nobody else")


async def _making(connection: Reader) -> Finding:
    making = await _names(connection, _MAKING, [role for role in ROLES if role != OWNER])
    if making:
        mend = "revoke create on schema public from public, and from each of them."
        return broken("new objects", f"may put functions in others' way: {', '.join(making)}", mend)
    return ok("new objects", "the processes' roles make none")


async def _names(connection: Reader, question: str, of: list[str]) -> list[str]:
    return [row[0] for row in await connection.fetch(question, of)]
