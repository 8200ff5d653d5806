"""A migration has no clinic wait behind it: it steps aside for whoever reads long, and comes back."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from bench.proofs.next_release import written

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.postgres.held_up import MigrationHeldUp
from infrastructure.postgres.migrating import RolesMissing, migrate
from infrastructure.postgres.provisioning import OWNER, SEALER, provision
from integration.databases import IN_HASTE, Database, migrated

BEFORE, AFTER = "0042", "0043"
"""The later of them makes a table, and then alters that of the accounts."""
BEFORE_THE_SEALER = "0079"
READ = "select count(*) from account"
REVISION = "select version_num from alembic_version"
MADE = "select to_regclass('second_factor') is not null"
LONGEST = 60.0
"""Seconds after which somebody who only reads waits for ever: the long transaction ends after them."""


@pytest.fixture
async def behind(postgres_server: EmbeddedPostgres) -> Database:
    """Give a database that lacks migrations."""
    return await migrated(postgres_server, f"behind_{uuid4().hex}", BEFORE)


async def test_it_steps_aside_and_comes_back(behind: Database) -> None:
    """While somebody reads in a long transaction, others read on; when that has ended the migration is applied."""
    async with behind.connected("postgres") as long_reader, behind.connected("postgres") as other:
        transaction = long_reader.transaction()
        await transaction.start()
        await long_reader.fetchval(READ)
        migrating = asyncio.create_task(migrate(behind.url_as(OWNER), AFTER))
        for _ in range(30):
            async with asyncio.timeout(LONGEST):
                await other.fetchval(READ)
            await asyncio.sleep(0.05)
        assert (migrating.done(), await other.fetchval(REVISION)) == (False, BEFORE)
        await transaction.rollback()
        await migrating
        assert await other.fetchval(REVISION) == AFTER


async def test_it_gives_up_as_a_whole(behind: Database) -> None:
    """Where somebody never ends, the operator learns who, and nothing of the migration was done."""
    async with behind.connected("postgres") as long_reader, long_reader.transaction():
        await long_reader.fetchval(READ)
        with pytest.raises(MigrationHeldUp, match=f"process {long_reader.get_server_pid()} of postgres"):
            await migrate(behind.url_as(OWNER), AFTER, patience=0)
        assert (await long_reader.fetchval(REVISION), await long_reader.fetchval(MADE)) == (BEFORE, False)


async def test_a_mistake_is_no_lock(behind: Database) -> None:
    """What fails for any other reason fails at once."""
    async with behind.connected(OWNER) as owner:
        await owner.execute("create table second_factor ()")
    with pytest.raises(Exception, match="already exists"):
        await migrate(behind.url_as(OWNER), AFTER)


async def test_an_index_is_made_anew(postgres_server: EmbeddedPostgres, tmp_path: Path) -> None:
    """What a try left behind that was broken off, an index that is kept up and never used, is no index of ours."""
    database = await migrated(postgres_server, f"broken_off_{uuid4().hex}")
    async with database.connected(OWNER) as owner:
        await owner.execute("create index appointment_next_1_idx on appointment (id)")
        await migrate(database.url_as(OWNER), migrations=written(tmp_path, 1))
        made = await owner.fetchval("select pg_get_indexdef('appointment_next_1_idx'::regclass)")
    assert "(clinic_id, next_1)" in made


async def test_a_role_that_is_new(tmp_path_factory: pytest.TempPathFactory) -> None:
    """On a cluster of a release that knew fewer roles the operator is told which verb makes them; then it goes on."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("older"), IN_HASTE) as server:
        older = await migrated(server, revision=BEFORE_THE_SEALER)
        async with older.connected("postgres") as superuser:
            await superuser.execute(f"drop role {SEALER}")
        with pytest.raises(RolesMissing, match="polyclinic provision"):
            await migrate(older.url_as(OWNER))
        await provision(server.dsn(), older.name)
        await migrate(older.url_as(OWNER))
        async with older.connected(SEALER) as sealer:
            assert await sealer.fetchval("select count(*) from audit_arrival") == 0
