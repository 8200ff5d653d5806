"""The servers that are measured: real processes, durable, in a directory that goes when the bench ends."""

import asyncio
import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import asyncpg
import msgspec
from bench.machine import ROOT

from domain.shared.identifiers import ClinicId
from infrastructure.containers.keys import create_keys
from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.postgres.migrating import migrate
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import OWNER, provision
from infrastructure.settings import Settings

T = TypeVar("T")

DATABASE = "bench"
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "shared_buffers": "256MB",
}


GENEROUS_RATES = {f"POLYCLINIC_RATE_OF_{whose}": "1000000" for whose in ("CREDENTIAL", "CLINIC", "ADDRESS")}
"""Requests a minute: whoever measures sends for many, in one name."""


AS_MEASURED = {"POLYCLINIC_ALLOW_UNSAFE": "keys-beside-the-data,durability", **GENEROUS_RATES}
"""What the product's processes are told here: all lies in one folder that goes, and a control may forget."""


class ProcessFailed(Exception):
    """A process of the bench ended before it gave its result."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A PostgreSQL with a migrated database, and a vault of keys, for everything that is measured."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    folder: Path
    database: str = DATABASE

    @property
    def url(self) -> str:
        """The database's address as the superuser."""
        return self.postgres.dsn(self.database)

    @property
    def settings(self) -> Settings:
        """What every process of the product is started with here."""
        return Settings(database_url=self.url, redis_url=self.valkey.url, data_directory=self.folder)

    @property
    def vault(self) -> Path:
        """The file of key material that every process here shares."""
        return self.settings.vault_path

    @contextlib.asynccontextmanager
    async def connected(self, role: str = "postgres") -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Connect in a role."""
        connection = await asyncpg.connect(as_role(self.url, role))
        try:
            yield connection
        finally:
            await connection.close()

    async def another(self, database: str) -> "Stage":
        """Make another database beside this one, for what must not grow or shrink it, under the same keys."""
        stage = replace(self, database=database)
        await provision(self.postgres.dsn(), database)
        await migrate(as_role(stage.url, OWNER))
        return stage

    async def settle(self) -> None:
        """Write out what earlier runs left in memory, so that no run pays for another."""
        async with self.connected() as connection:
            await connection.execute("checkpoint")


@contextlib.asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """Start the servers. Data lie on the disk of the checkout: a memory file system would make every sync free."""
    (ROOT / ".data").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / ".data"))
    try:
        with EmbeddedPostgres(folder / "postgres", DURABLE) as postgres, EmbeddedValkey(folder / "valkey") as valkey:
            stage = Stage(postgres, valkey, folder)
            await provision(postgres.dsn(), DATABASE)
            await migrate(as_role(stage.url, OWNER))
            await create_keys(stage.settings)
            yield stage
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def child(module: str, prints: type[T], **arguments: object) -> T:
    """Run a module of the bench as a process of its own and give what it prints. Raises ``ProcessFailed``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"bench.{module}", *_options(arguments), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:  # nobody waits for it any more
            process.kill()
    if process.returncode != 0:
        message = f"bench.{module} ended with {process.returncode}"
        raise ProcessFailed(message)
    return msgspec.json.decode(output, type=prints)


def _options(arguments: dict[str, object]) -> list[str]:
    return [f"--{name.replace('_', '-')}={value}" for name, value in arguments.items()]


def new_clinic() -> ClinicId:
    """Give a clinic of its own to a run."""
    return ClinicId(uuid4())


class Rate(msgspec.Struct, frozen=True):
    """What a process prints that only counts."""

    rate: float
    """Per second."""


class Window:
    """Counts what is done within a stretch of time, after a warm-up."""

    def __init__(self, seconds: float, warm_up: float) -> None:
        begins = time.perf_counter() + warm_up
        self._begins, self._ends, self._seconds = begins, begins + seconds, seconds
        self._done = 0

    def is_open(self) -> bool:
        """Tell whether there is still time to begin something."""
        return time.perf_counter() < self._ends

    def count(self) -> None:
        """Count one thing done, where it was done within the stretch."""
        if self._begins <= time.perf_counter() < self._ends:
            self._done += 1

    @property
    def rate(self) -> float:
        """Things done per second."""
        return self._done / self._seconds
