"""A cluster as the composition makes it: roles.sql carried out by the image's administrator, nothing else."""

import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.embedded.binaries import find_postgres
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import OWNER
from integration.databases import IN_HASTE
from integration.deploy.files import DEPLOY

PASSWORDS = {"OWNER_PASSWORD": "0wner's own", "DATABASE_PASSWORD": "s3cret-of.the_roles~"}


@dataclass(frozen=True, slots=True)
class Composed:
    """The cluster, migrated."""

    server: EmbeddedPostgres

    def url(self, role: str) -> str:
        """Give the database's address for a role."""
        return as_role(self.server.dsn("polyclinic"), role)


def carried_out(server: EmbeddedPostgres, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Have psql carry out roles.sql, as the image's start does."""
    psql = find_postgres() / "psql"
    command = [str(psql), "--no-psqlrc", "--file", str(DEPLOY / "postgres" / "roles.sql"), server.dsn()]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
async def composed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Composed]:
    """Give a new cluster with the roles and the schema."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("composed"), IN_HASTE) as server:
        done = carried_out(server, PASSWORDS)
        assert done.returncode == 0, done.stderr
        cluster = Composed(server)
        await migrate(cluster.url(OWNER))
        yield cluster
