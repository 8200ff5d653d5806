"""What a database needs before its first migration: the roles, and the database itself.

The roles are of the whole cluster. None is a superuser and none bypasses row-level security, so a managed PostgreSQL,
whose administrator may create roles, will do.
"""

from typing import Final

import asyncpg

from infrastructure.postgres.pool import CONNECT_TIMEOUT

OWNER: Final = "polyclinic_owner"
"""Owns the schema; migrations alone run as it."""
APP: Final = "polyclinic_app"
"""Commands and queries: one clinic a transaction."""
FOLLOWER: Final = "polyclinic_follower"
"""Reads the log of every clinic, writes into one clinic a transaction."""
SWEEPER: Final = "polyclinic_sweeper"
"""Sees the job rows of every clinic, and nothing sealed."""
AUDITOR: Final = "polyclinic_auditor"
"""Reads the audit trail of one clinic a transaction."""
SEALER: Final = "polyclinic_sealer"
"""Takes what waits of the audit trail and adds to the ledger, in one clinic a transaction; changes nothing there."""

ROLES: Final = (OWNER, APP, FOLLOWER, SWEEPER, AUDITOR, SEALER)

LIMITS: Final = {
    "statement_timeout": "20s",
    "idle_in_transaction_session_timeout": "10s",
    "client_connection_check_interval": "2s",
}
"""What PostgreSQL ends by itself for every role but the owner: statements and transactions that nobody waits for any
more, also of a client that is gone. Settings of the role, because PgBouncer lets none through from a client."""

PATIENCE: Final = 60.0
"""Seconds that a statement may take: others may be making the same roles."""

_ROLES_LOCK: Final = 7_316_882


async def provision(admin_dsn: str, database: str, password: str | None = None) -> None:
    """Make the roles and the database where they are missing; what is there already stays as it is.

    ``admin_dsn`` leads to any database of the cluster as a role that may create roles and databases. ``password`` is
    set for every role, where the cluster asks for one.
    """
    connection = await asyncpg.connect(admin_dsn, timeout=CONNECT_TIMEOUT, command_timeout=PATIENCE)
    try:
        await connection.execute("select pg_advisory_lock($1)", _ROLES_LOCK)
        for role in ROLES:
            if not await connection.fetchval("select exists (select from pg_roles where rolname = $1)", role):
                await connection.execute(f"create role {role} login nosuperuser nobypassrls nocreatedb nocreaterole")
            for setting, value in LIMITS.items() if role != OWNER else ():
                await connection.execute(f"alter role {role} set {setting} = '{value}'")
            if password is not None:
                literal = await connection.fetchval("select quote_literal($1::text)", password)
                await connection.execute(f"alter role {role} password {literal}")
        if not await connection.fetchval("select exists (select from pg_database where datname = $1)", database):
            await connection.execute(f"grant {OWNER} to current_user")
            quoted = await connection.fetchval("select quote_ident($1)", database)
            await connection.execute(f"create database {quoted} owner {OWNER}")
    finally:
        await connection.close()
