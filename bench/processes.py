"""The product's own processes, started as an operator starts them, and how much memory they take."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.machine import ROOT
from bench.stage import AS_MEASURED, ProcessFailed, Stage

from infrastructure.embedded.port import choose_port

HOST = "127.0.0.1"
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Served:
    """A process that answers HTTP."""

    port: int
    pid: int

    @property
    def resident_megabytes(self) -> float:
        """Memory in use now, in MiB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        message = f"process {self.pid} tells nothing of its memory"
        raise ProcessFailed(message)


@contextlib.asynccontextmanager
async def api(stage: Stage, *options: str, **settings: str) -> AsyncIterator[Served]:
    """Serve the API in a process of its own; ``options`` are those of ``bench.api``, ``settings`` the product's."""
    port = choose_port(None)
    async with _running(stage, "bench.api", *options, POLYCLINIC_PORT=str(port), **settings) as process:
        await _answering(port, process)
        yield Served(port, process.pid)


@contextlib.asynccontextmanager
async def worker(stage: Stage) -> AsyncIterator[None]:
    """Follow the log and do jobs in a process of its own."""
    async with _running(stage, "interfaces.cli", "worker"):
        yield


@contextlib.asynccontextmanager
async def _running(stage: Stage, *words: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = os.environ | {
        **AS_MEASURED,
        "DATABASE_URL": stage.settings.database_url,
        "REDIS_URL": stage.settings.redis_url,
        "POLYCLINIC_DATA_DIRECTORY": str(stage.folder),
        "POLYCLINIC_WORKER_PORT": "0",  # a free one: other stages have workers too
        **settings,
    }
    with (stage.folder / f"{words[0]}.log").open("ab") as log:  # written as in production, one line a request
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *words, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def _answering(port: int, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.returncode is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    message = f"the API did not begin to answer; it ended with {process.returncode}"
    raise ProcessFailed(message)
