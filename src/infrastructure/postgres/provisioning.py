"""What a database needs before its first migration: the roles, and the database itself.

The roles are of the whole cluster. None is a superuser and none bypasses row-level security, so a managed PostgreSQL,
whose administrator may create roles, will do.
"""

from collections.abc import Sequence
from typing import Final

import asyncpg

from infrastructure.postgres.pool import CONNECT_TIMEOUT, STATEMENT_TIMEOUT

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
"""Seals the audit trail of every clinic, and alone adds to its ledger."""

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


class RolesMissing(Exception):
    """The cluster lacks roles that this release works in; the message names them, and who makes them."""

    def __init__(self, roles: Sequence[str]) -> None:
        super().__init__(
            f"The cluster lacks {', '.join(roles)}, in which this release works. Have its administrator call "
            "'polyclinic provision', or make them as deploy/postgres/roles.sql does, then migrate again."
        )


async def demand_roles(owner_dsn: str) -> None:
    """Raise ``RolesMissing`` where an installation is older than a role of this release."""
    connection = await asyncpg.connect(owner_dsn, timeout=CONNECT_TIMEOUT, command_timeout=STATEMENT_TIMEOUT)
    try:
        there = {row["rolname"] for row in await connection.fetch("select rolname from pg_roles")}
    finally:
        await connection.close()
    if missing := [role for role in ROLES if role not in there]:
        raise RolesMissing(missing)


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
