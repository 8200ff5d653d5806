"""What a caller named a command by is kept nowhere, but as the release before does while that may still run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import pytest

from application.shared.key_vault import KeyVault
from infrastructure.embedded import EmbeddedPostgres
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.provisioning import APP, OWNER
from infrastructure.postgres.tables.everything import METADATA
from integration.contracts.registry import REGISTER_MIA, receipt
from integration.databases import Database, Databases, migrated
from integration.people import Clinic, Person
from integration.stack import Stack, running

KEY = "mia@example.org"
BEFORE, AFTER = "0085", "0086"
KEPT = "select key from command where clinic_id = $1"
SINCE = "select keyed_since from command_naming"
IN_A_DAY = "select keyed_since - now() between '23 h' and '24 h' from command_naming"
COMMAND = """
insert into command (clinic_id, actor_id, operation, key, body_mac, key_id, answer, at)
values (gen_random_uuid(), gen_random_uuid(), 'patients.register-patient', 'k', '', gen_random_uuid(), '', now())
"""


@pytest.fixture
async def of_before(postgres_server: EmbeddedPostgres) -> Database:
    """Give a database that lacks the migration."""
    return await migrated(postgres_server, f"named_{uuid4().hex}", BEFORE)


async def all_of(superuser: "asyncpg.Connection[asyncpg.Record]", table: str) -> list[str]:
    """Give the rows of a table as PostgreSQL writes them down."""
    return [row[0] for row in await superuser.fetch(f"select t::text from {table} t")]  # noqa: S608 - own names


async def registered(stack: Stack, person: Person) -> UUID:
    """Register Mia under the key, and give her id."""
    return receipt(await stack.do(REGISTER_MIA, person, idempotency_key=KEY)).id


async def test_it_is_kept_nowhere(database: Database, stack: Stack, clinic: Clinic) -> None:
    """No row of any table has the caller's words, nor an id that somebody who guesses them could derive."""
    await registered(stack, clinic.front_desk)
    plain = clinic.front_desk.call(idempotency_key=KEY).plain_id(REGISTER_MIA.operation)
    async with database.connected("postgres") as superuser:
        rows = "".join([row for table in METADATA.tables for row in await all_of(superuser, table)])
    assert str(clinic.id) in rows
    assert (KEY in rows, str(plain) in rows) == (False, False)


async def test_where_no_command_was_kept_nothing_is_waited_for(of_before: Database) -> None:
    """A new installation names commands by digests from the beginning."""
    await migrate(of_before.url_as(OWNER), AFTER)
    async with of_before.connected("postgres") as superuser:
        assert await superuser.fetchval(SINCE) is None


async def test_where_one_was_kept_a_day_is_waited_for(of_before: Database) -> None:
    """An installation that has worked gives processes of the release before a day to end."""
    async with of_before.connected("postgres") as superuser:
        await superuser.execute(COMMAND)
        await migrate(of_before.url_as(OWNER), AFTER)
        assert await superuser.fetchval(IN_A_DAY)


@asynccontextmanager
async def naming(database: Database, pool: Pool, since: str, vault: KeyVault) -> AsyncIterator[Stack]:
    """Run the application where commands are named by digests since then."""
    async with database.connected("postgres") as superuser:
        await superuser.execute("update command_naming set keyed_since = now() + $1::text::interval", since)
    async with running(pool, vault=vault) as stack:
        yield stack


async def kept(database: Database, clinic: Clinic) -> list[str]:
    """Give what the clinic's commands are kept under."""
    async with database.connected("postgres") as superuser:
        return [row["key"] for row in await superuser.fetch(KEPT, clinic.id)]


async def test_meanwhile_the_release_before_finds_it(own_database: Database, own_pool: Pool) -> None:
    """As long as its processes may run, commands are kept as they look for them: under the caller's words."""
    async with naming(own_database, own_pool, "1 h", InMemoryKeyVault()) as stack:
        clinic = await stack.open_clinic()
        await registered(stack, clinic.front_desk)
        assert KEY in await kept(own_database, clinic)


async def test_a_retry_after_the_upgrade(own_database: Database, own_pool: Pool) -> None:
    """What was done before is not done again when it is asked for once more afterwards, and is answered as it was."""
    vault = InMemoryKeyVault()
    async with naming(own_database, own_pool, "1 h", vault) as before:
        clinic = await before.open_clinic()
        first = await before.do(REGISTER_MIA, clinic.front_desk, idempotency_key=KEY)
    done = await kept(own_database, clinic)
    async with naming(own_database, own_pool, "-1 h", vault) as after:
        assert await after.do(REGISTER_MIA, clinic.front_desk, idempotency_key=KEY) == first
        assert await kept(own_database, clinic) == done
        await after.do(REGISTER_MIA, clinic.front_desk, idempotency_key="noor@example.org")
    assert "noor@example.org" not in await kept(own_database, clinic)


async def test_nobody_names_a_command_by_anothers_id(own_database: Database, own_pool: Pool) -> None:
    """A caller whose key is what a command is kept under asks for another command."""
    async with naming(own_database, own_pool, "-1 h", InMemoryKeyVault()) as stack:
        clinic = await stack.open_clinic()
        mia = await registered(stack, clinic.front_desk)
        for name in await kept(own_database, clinic):
            named = name.removeprefix("command ")
            again = await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=named)
            assert receipt(again).id != mia


@pytest.fixture
async def own_database(databases: Databases) -> AsyncIterator[Database]:
    """Give a database whose naming a test may change."""
    async with databases.fresh() as database:
        yield database


@pytest.fixture
async def own_pool(own_database: Database) -> AsyncIterator[Pool]:
    """Give connections to it in the role of commands."""
    async with own_database.pool(APP) as pool:
        yield pool
