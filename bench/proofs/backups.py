"""A logical backup of a stage's database, and another cluster to restore it into."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import CalledProcessError

from bench.stage import DURABLE, Stage

from infrastructure.embedded import EmbeddedPostgres
from infrastructure.embedded.binaries import find_postgres
from infrastructure.postgres.provisioning import provision

NAME = "restored"


async def backed_up(stage: Stage) -> Path:
    """Dump the database as an administrator does, and give the file."""
    dump = stage.folder / "backup.dump"
    await _carried_out("pg_dump", "--format=custom", f"--file={dump}", stage.url)
    return dump


@asynccontextmanager
async def restored(stage: Stage, dump: Path) -> AsyncIterator[Stage]:
    """Run another cluster with what was dumped, under the same vault."""
    with EmbeddedPostgres(stage.folder / NAME, DURABLE) as server:
        await provision(server.dsn(), NAME)
        await _carried_out("pg_restore", "--exit-on-error", f"--dbname={server.dsn(NAME)}", str(dump))
        yield replace(stage, postgres=server, database=NAME)


async def _carried_out(program: str, *words: str) -> None:
    process = await asyncio.create_subprocess_exec(find_postgres() / program, *words)
    if await process.wait():
        raise CalledProcessError(process.returncode or 0, program)
