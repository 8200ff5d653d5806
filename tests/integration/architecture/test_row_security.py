"""One clinic's rows never reach another: what the database itself holds the application to."""

from uuid import uuid4

import asyncpg
import pytest

from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, OWNER, ROLES, SEALER, SWEEPER
from infrastructure.postgres.tables.everything import METADATA
from integration.databases import Database
from integration.people import Clinic

INSTALLATION = {table.name for table in METADATA.tables.values() if table.info.get("installation")}
"""Some lead to a clinic, and are read before it is known which."""

SERVING = (APP, FOLLOWER, SWEEPER, AUDITOR, SEALER)

_TABLES = """
select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       pg_get_userbyid(c.relowner) as owner,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id'
               and not a.attisdropped and a.attnotnull) as of_clinic,
       (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> $1
"""
_ALEMBIC = "alembic_version"

_DEAD = """
select p.tablename, p.policyname, r.name
  from pg_policies p cross join unnest(p.roles) as r (name)
 where p.policyname <> 'clinic' and not has_table_privilege(
         r.name, p.schemaname || '.' || p.tablename,
         case p.cmd when 'ALL' then 'select, insert, update, delete' else p.cmd end)
"""
"""Policies of roles that have no privilege on the table for what they let them do."""


async def test_every_table_of_a_clinic_is_forced_to_keep_clinics_apart(database: Database) -> None:
    """Row-level security is on, binds the owner too, and has policies, wherever rows belong to a clinic."""
    async with database.connected("postgres") as watcher:
        tables = await watcher.fetch(_TABLES, _ALEMBIC)
    assert tables
    loose = [
        table["name"]
        for table in tables
        if table["name"] not in INSTALLATION and not (table["enabled"] and table["forced"] and table["policies"])
    ]
    assert loose == []


async def test_statistics_hear_of_a_new_clinic_soon(database: Database) -> None:
    """Every table of a clinic is analyzed after less change than PostgreSQL waits for by itself."""
    async with database.connected("postgres") as watcher:
        late = await watcher.fetch(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id'"
            " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
            " and not coalesce(c.reloptions, '{}') @> '{autovacuum_analyze_scale_factor=0.02}'"
        )
    assert late == []


async def test_what_has_no_clinic_says_so(database: Database) -> None:
    """Only a table that declares itself the installation's has no clinic, and all that declare it are there."""
    async with database.connected("postgres") as watcher:
        tables = await watcher.fetch(_TABLES, _ALEMBIC)
    assert {table["name"] for table in tables if not table["of_clinic"]} <= INSTALLATION
    assert {table["name"] for table in tables} >= INSTALLATION


async def test_no_policy_lets_a_serving_role_see_every_clinic_unasked(database: Database) -> None:
    """Wider than one clinic see only the roles that serve all clinics, never the application's."""
    async with database.connected("postgres") as watcher:
        rows = await watcher.fetch(
            "select tablename, policyname, qual, with_check from pg_policies"
            " where $1 = any(roles) or 'public' = any(roles)",
            APP,
        )
    assert rows
    for row in rows:
        for condition in (row["qual"], row["with_check"]):
            assert condition is None or "polyclinic.clinic" in condition, (row["tablename"], row["policyname"])


async def test_no_policy_is_left_of_who_may_do_nothing(database: Database) -> None:
    """A policy made for some roles names none that lacks the privilege; ``clinic`` alone names whoever may come."""
    async with database.connected("postgres") as watcher:
        dead = await watcher.fetch(_DEAD)
    assert [tuple(policy) for policy in dead] == []


async def test_a_policy_that_is_left_is_found(database: Database) -> None:
    """Control: a role that loses its privilege leaves its policy behind."""
    async with database.connected("postgres") as watcher:
        transaction = watcher.transaction()
        await transaction.start()
        await watcher.execute(f"revoke select on feed from {FOLLOWER}")  # noqa: S608 - own names
        dead = await watcher.fetch(_DEAD)
        await transaction.rollback()
    assert [tuple(policy) for policy in dead] == [("feed", "follower_select", FOLLOWER)]


async def test_no_role_is_above_the_rules(database: Database) -> None:
    """No role of ours is a superuser, bypasses row-level security, or may make roles and databases."""
    async with database.connected("postgres") as watcher:
        rows = await watcher.fetch(
            "select rolname from pg_roles where rolname = any($1)"
            " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)",
            list(ROLES),
        )
        memberships = await watcher.fetch(
            "select m.rolname as member, r.rolname as role from pg_auth_members am"
            " join pg_roles m on m.oid = am.member join pg_roles r on r.oid = am.roleid where m.rolname = any($1)",
            list(ROLES),
        )
    assert (rows, memberships) == ([], [])


async def test_serving_roles_own_nothing(database: Database) -> None:
    """Tables, sequences, functions and the database are the owner's, whom nobody serves requests as."""
    async with database.connected("postgres") as watcher:
        owned = await watcher.fetch(
            "select relname::text from pg_class where pg_get_userbyid(relowner) = any($1)"
            " union all select proname::text from pg_proc where pg_get_userbyid(proowner) = any($1)"
            " union all select datname::text from pg_database where pg_get_userbyid(datdba) = any($1)",
            list(SERVING),
        )
        tables = await watcher.fetch(_TABLES, _ALEMBIC)
    assert owned == []
    assert {table["owner"] for table in tables} == {OWNER}


async def test_no_view_or_function_sees_through(database: Database) -> None:
    """A view runs as whoever asks, and no function of the schema runs as its owner."""
    async with database.connected("postgres") as watcher:
        views = await watcher.fetch(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and (relkind = 'm' or"
            " (relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)))"
        )
        functions = await watcher.fetch(
            "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        )
    assert (views, functions) == ([], [])


@pytest.mark.parametrize("role", SERVING)
@pytest.mark.parametrize("order", ["update event set name = 'x'", "delete from event", "truncate event"])
async def test_the_log_is_written_once(database: Database, role: str, order: str) -> None:
    """Nobody who serves requests can change or remove a fact."""
    async with database.connected(role) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(order)


@pytest.mark.parametrize("role", SERVING)
async def test_nobody_changes_the_schema(database: Database, role: str) -> None:
    """No serving role can make, alter or unlock a table."""
    async with database.connected(role) as connection:
        for order in ("create table x (a int)", "alter table event disable row level security", "drop table event"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(order)


@pytest.mark.usefixtures("clinic")
async def test_without_a_clinic_nothing_is_there(database: Database, app_pool: Pool) -> None:
    """A transaction that was opened for no clinic, or for another, sees no row of any table."""
    async with database.connected("postgres") as watcher:
        tables = [row["name"] for row in await watcher.fetch(_TABLES, _ALEMBIC) if row["name"] not in INSTALLATION]
        readable = [
            name for name in tables if await watcher.fetchval("select has_table_privilege($1, $2, 'select')", APP, name)
        ]
    for setting in ("", str(uuid4())):
        async with app_pool.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('polyclinic.clinic', $1, true)", setting)
            for table in readable:
                assert await connection.fetchval(f"select count(*) from {table}") == 0, table  # noqa: S608 - own names


async def test_rows_cannot_be_put_into_another_clinic(app_pool: Pool, clinic: Clinic, other_clinic: Clinic) -> None:
    """A transaction that was opened for one clinic cannot write a row of another."""
    async with clinic_transaction(app_pool, clinic.id) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                "insert into subject_key (clinic_id, subject_id, key_id, kek_id) values ($1, $1, $1, 'x')",
                other_clinic.id,
            )
