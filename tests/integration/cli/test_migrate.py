"""A release comes while somebody has a table for long, and to two hosts at once."""

import asyncio
from pathlib import Path
from uuid import uuid4

from infrastructure.embedded import EmbeddedPostgres
from integration.cli.installation import installed
from integration.databases import migrated

BEFORE = "0042"
"""The migration behind it alters the table of accounts."""


async def test_it_says_who_is_in_the_way(postgres_server: EmbeddedPostgres, tmp_path: Path) -> None:
    """The refusal names the transaction that goes on and how to end it; with that ended, the same call does it."""
    installation = await installed(await migrated(postgres_server, f"held_{uuid4().hex}", BEFORE), tmp_path)
    async with installation.database.connected("postgres") as long_reader, long_reader.transaction():
        await long_reader.fetchval("select count(*) from account")
        said = await installation.polyclinic("migrate", "--patience", "0.5")
        pid = long_reader.get_server_pid()
    assert (said.code, said.out) == (1, "")
    told = " ".join(said.err.split())
    assert f"Transactions that go on: process {pid} of postgres. End what they do" in told
    assert "call 'polyclinic migrate' again" in told
    again = await installation.polyclinic("migrate")
    assert (again.code, again.out) == (0, "The schema is this release's.\n")


async def test_two_hosts_migrate_at_once(postgres_server: EmbeddedPostgres, tmp_path: Path) -> None:
    """Where two are rolled out together, one waits for the other and finds everything done."""
    installation = await installed(await migrated(postgres_server, f"shared_{uuid4().hex}", BEFORE), tmp_path)
    both = await asyncio.gather(installation.polyclinic("migrate"), installation.polyclinic("migrate"))
    assert [(said.code, said.err) for said in both] == [(0, "")] * 2
