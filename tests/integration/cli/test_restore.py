"""A database from a logical dump: its facts carry transaction ids that the new cluster has not reached."""

import asyncio
from pathlib import Path

import pytest

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.embedded.binaries import find_postgres
from infrastructure.postgres.provisioning import APP, FOLLOWER, provision
from integration.cli.installation import Installation, installed
from integration.cli.mishaps import followed, numbered
from integration.databases import IN_HASTE, Database, Databases
from integration.http.scheduling.practice import practice
from integration.stack import running

_AHEAD = "update event set xid = (xid::text::bigint + 1000000000)::text::xid8"
_TRANSACTIONS = "do $$ begin for n in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$"
_BOARD = "select count(*) from day_board"


@pytest.fixture
async def restored(own_installation: Installation) -> Installation:
    """Give a database as such a dump leaves it: with facts from the future."""
    async with own_installation.database.pool(APP) as pool, running(pool) as stack:
        await (await practice(await stack.open_clinic())).booked()
    async with own_installation.database.connected("postgres") as superuser:
        await superuser.execute(_AHEAD)
    return own_installation


async def later(database: Database) -> None:
    """Let the cluster have had more transactions than a new one has."""
    async with database.connected("postgres") as superuser:
        await superuser.execute(_TRANSACTIONS)


async def dumped_and_restored(source: str, target: str, dump: Path) -> None:
    """Carry a database over as an administrator does."""
    tools = find_postgres()
    for program in (
        (tools / "pg_dump", "--format=custom", f"--file={dump}", source),
        (tools / "pg_restore", "--exit-on-error", f"--dbname={target}", dump),
    ):
        process = await asyncio.create_subprocess_exec(*program)
        assert await process.wait() == 0


async def board(installation: Installation) -> int:
    """Count the board's lines once followers have seen what they can."""
    await numbered(installation.database)
    async with installation.database.pool(FOLLOWER) as pool:
        await followed(pool)
    async with installation.database.connected("postgres") as superuser:
        found: int = await superuser.fetchval(_BOARD)
    return found


async def test_whoever_looks_is_told(restored: Installation) -> None:
    """Without being told to, nothing is changed; the exit code says that something is to be done."""
    said = await restored.polyclinic("restore")
    again = await restored.polyclinic("restore", "--json")
    assert said.code == again.code == 1
    assert "polyclinic restore --bump-epoch" in said.out
    assert again.document["before"]["unreachable"] == again.document["before"]["facts"] > 0
    looked_over = (await restored.polyclinic("doctor", "--json")).document["findings"]
    [watermark] = [finding for finding in looked_over if finding["subject"] == "watermark"]
    assert watermark["state"] == "broken"
    assert "polyclinic restore --bump-epoch" in watermark["mend"]


async def test_a_dump_is_read_in_a_new_epoch(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Dumped by pg_dump, restored into a new cluster: no follower sees a fact, and in the new epoch all of them."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("restored"), IN_HASTE) as server:
        await provision(server.dsn(), "restored")
        async with databases.fresh() as source:
            await later(source)
            async with source.pool(APP) as pool, running(pool) as stack:
                await (await practice(await stack.open_clinic())).booked()
            await dumped_and_restored(source.url, server.dsn("restored"), tmp_path / "dump")
        restored = await installed(Database(server, "restored"), tmp_path)
        assert await board(restored) == 0
        said = await restored.polyclinic("restore", "--bump-epoch", "--json")
        assert (said.code, said.document["after"]["unreachable"]) == (0, 0)
        assert said.document["after"]["epoch"] == said.document["before"]["epoch"] + 1
        assert await board(restored) == 1


async def test_it_refuses_while_processes_run(restored: Installation) -> None:
    """An API that is still connected could write into the old epoch: it is named, and nothing is changed."""
    async with restored.database.pool(APP, size=1):
        said = await restored.polyclinic("restore", "--bump-epoch")
    assert (said.code, said.out) == (1, "")
    assert f"(1 of {APP})" in said.err
    assert "Stop the API, the workers and PgBouncer" in said.err


async def test_it_says_whom_it_waited_for(restored: Installation) -> None:
    """Somebody else's open transaction that has written facts is named after some seconds; nothing is changed."""
    async with restored.database.connected("postgres") as writer, writer.transaction():
        await writer.execute("lock table event in row exclusive mode")
        said = await restored.polyclinic("restore", "--bump-epoch")
        pid = writer.get_server_pid()
    assert (said.code, said.out) == (1, "")
    assert f"process {pid} of postgres" in said.err
    assert (await restored.polyclinic("restore", "--json")).document["before"]["epoch"] == 1


async def test_a_database_that_lacks_nothing_is_left_alone(own_installation: Installation) -> None:
    """Where everything can be read there is nothing to do."""
    said = await own_installation.polyclinic("restore")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Nothing is to be done.")
