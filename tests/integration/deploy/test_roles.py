"""The roles that the composition makes are those that the program knows, no stronger and no weaker."""

import asyncpg
import pytest

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.postgres.provisioning import (
    APP,
    AUDITOR,
    FOLLOWER,
    LIMITS,
    OWNER,
    ROLES,
    SEALER,
    SWEEPER,
    provision,
)
from integration.databases import IN_HASTE
from integration.deploy.conftest import PASSWORDS, Composed, carried_out

_ROLES = """
select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin, rolconnlimit
  from pg_roles where rolname like 'polyclinic%' order by rolname
"""


async def test_they_are_those_of_the_program(composed: Composed, postgres_server: EmbeddedPostgres) -> None:
    """Provisioning by the program and by the script give the same roles with the same rights."""
    await provision(postgres_server.dsn(), "provisioned")
    found = []
    for address in (composed.server.dsn(), postgres_server.dsn()):
        connection = await asyncpg.connect(address)
        try:
            found.append([tuple(row) for row in await connection.fetch(_ROLES)])
        finally:
            await connection.close()
    assert found[0] == found[1]
    assert {row[0] for row in found[0]} == set(ROLES)


async def test_every_role_has_a_password(composed: Composed) -> None:
    """No role is left without one, and it is kept as SCRAM."""
    connection = await asyncpg.connect(composed.server.dsn())
    try:
        rows = await connection.fetch("select rolname, rolpassword from pg_authid where rolname like 'polyclinic%'")
    finally:
        await connection.close()
    assert all(row["rolpassword"].startswith("SCRAM-SHA-256$") for row in rows)


@pytest.mark.parametrize("role", [APP, FOLLOWER, SWEEPER, AUDITOR, SEALER])
async def test_the_limits_belong_to_the_role(composed: Composed, role: str) -> None:
    """What PostgreSQL ends by itself is what the program wants it to end."""
    assert await limits(composed, role) == LIMITS


async def test_migrations_have_no_deadline(composed: Composed) -> None:
    """The owner's statements may take as long as a backfill takes."""
    assert (await limits(composed, OWNER))["statement_timeout"] == "0"


async def limits(composed: Composed, role: str) -> dict[str, str]:
    """Give the limits as they hold for a role's sessions."""
    connection = await asyncpg.connect(composed.url(role))
    try:
        return {name: await connection.fetchval("select current_setting($1)", name) for name in LIMITS}
    finally:
        await connection.close()


@pytest.mark.parametrize("missing", sorted(PASSWORDS))
def test_a_missing_password_stops_it(tmp_path_factory: pytest.TempPathFactory, missing: str) -> None:
    """A role without a password is never made by mistake."""
    environment = {name: value for name, value in PASSWORDS.items() if name != missing}
    with EmbeddedPostgres(tmp_path_factory.mktemp("refusing"), IN_HASTE) as server:
        assert carried_out(server, environment).returncode != 0
