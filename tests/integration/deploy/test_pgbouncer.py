"""PgBouncer as the composition starts it, before a real PostgreSQL."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from infrastructure.embedded.account import lent_account
from infrastructure.embedded.port import choose_port
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.provisioning import APP, LIMITS, OWNER
from integration.deploy.conftest import PASSWORDS, Composed
from integration.deploy.files import DEPLOY

LONGEST = 60
"""Seconds after which a test gives up."""
PASSWORD = PASSWORDS["DATABASE_PASSWORD"]
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])


@contextmanager
def started(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Run start.sh as the container does: as an ordinary user, with nothing but its environment."""
    with tempfile.TemporaryDirectory() as folder:
        files = shutil.copytree(DEPLOY / "pgbouncer", Path(folder) / "pgbouncer")
        account = lent_account(files / "none")
        if account:
            for path in (Path(folder), files, *files.iterdir()):
                account.own(path)
        with subprocess.Popen(
            ["sh", str(files / "start.sh")],
            env={"PATH": PATH, "FOLDER": str(files / "made"), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        ) as process:
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture(scope="module")
async def address(composed: Composed) -> AsyncIterator[str]:
    """Give the database's address through PgBouncer."""
    port = choose_port(None)
    environment = {
        "DATABASE_PASSWORD": PASSWORD,
        "POSTGRES_HOST": "127.0.0.1",
        "POSTGRES_PORT": str(composed.server.port),
        "LISTEN_ADDRESS": "127.0.0.1",
        "LISTEN_PORT": str(port),
    }
    with started(environment) as process:
        url = f"postgresql://polyclinic_app:{PASSWORD}@127.0.0.1:{port}/polyclinic"
        async with asyncio.timeout(LONGEST):
            while True:
                try:
                    await (await asyncpg.connect(url, statement_cache_size=0)).close()
                    break
                except OSError:
                    assert process.poll() is None
                    await asyncio.sleep(0.05)
        yield url


@pytest.fixture
async def pool(address: str) -> AsyncIterator[Pool]:
    """Open the program's own pool through PgBouncer."""
    pool = await open_pool(address, APP, size=3, statement_cache=0)
    yield pool
    pool.terminate()


async def test_transactions_pass(pool: Pool) -> None:
    """The same statement works over and over, whichever connection of PostgreSQL carries it."""

    async def once() -> int:
        async with clinic_transaction(pool, uuid4()) as connection:
            found: int = await connection.fetchval("select $1::int + 1", 1)
            return found

    assert await asyncio.gather(*(once() for _ in range(200))) == [2] * 200


async def test_a_clinic_ends_with_its_transaction(pool: Pool) -> None:
    """Whoever comes next on a shared connection is in no clinic."""
    async with clinic_transaction(pool, uuid4()) as connection:
        await connection.execute("COMMIT")
    for _ in range(20):
        assert await pool.fetchval("select current_setting('polyclinic.clinic', true)") in (None, "")


async def test_the_limits_hold(pool: Pool) -> None:
    """What PostgreSQL ends by itself, it ends behind PgBouncer too."""
    assert {name: await pool.fetchval("select current_setting($1)", name) for name in LIMITS} == LIMITS


async def test_a_wrong_password_does_not_pass(address: str) -> None:
    """PostgreSQL's roles are asked for their password by PgBouncer too."""
    with pytest.raises(asyncpg.PostgresError):
        await asyncpg.connect(address.replace(PASSWORD, "guessed"), statement_cache_size=0)


async def test_the_owner_does_not_pass(address: str) -> None:
    """Migrations go to PostgreSQL directly; PgBouncer knows nothing of the schema's owner."""
    with pytest.raises(asyncpg.PostgresError):
        await asyncpg.connect(address.replace(APP, OWNER), statement_cache_size=0)


@pytest.mark.parametrize(
    "environment",
    [{"POSTGRES_HOST": "db"}, {"DATABASE_PASSWORD": PASSWORD}, {"POSTGRES_HOST": "db", "DATABASE_PASSWORD": 'a"b@c'}],
    ids=["no password", "no host", "a password that would break an address"],
)
def test_it_does_not_start_on_half_a_configuration(environment: dict[str, str]) -> None:
    """What is missing or cannot work stops the start and is named, without printing a password."""
    with started(environment) as process:
        _, said = process.communicate(timeout=LONGEST)
    assert process.returncode != 0
    assert "DATABASE_PASSWORD" in said or "POSTGRES_HOST" in said
    assert 'a"b@c' not in said
