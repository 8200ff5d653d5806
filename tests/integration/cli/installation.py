"""An installation on whose machine an operator types: the real command line, in processes of its own."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from infrastructure.containers.keys import create_keys
from infrastructure.settings import load_settings
from integration.databases import Database
from integration.rates import GENEROUS_SETTINGS

ROOT = Path(__file__).parents[3]
LONGEST = 300
"""Seconds after which a command hangs, on whichever machine."""


class Said(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return msgspec.json.decode(self.out)


@dataclass(frozen=True, slots=True)
class Installation:
    """A database, keys, and perhaps a Redis."""

    database: Database
    settings: dict[str, str]

    async def polyclinic(self, *words: str, **settings: str) -> Said:
        """Carry a command out, with settings other than the installation's where they are given."""
        process = await self._start(words, settings)
        try:
            async with asyncio.timeout(LONGEST):
                out, err = await process.communicate()
        except BaseException:
            process.kill()
            raise
        return Said(process.returncode or 0, out.decode(), err.decode())

    @asynccontextmanager
    async def running(self, *words: str, said: int = PIPE, **settings: str) -> AsyncIterator[Process]:
        """Run a process that goes on until it is told to stop, and tell it at the end.

        Where it says much that nobody reads, ``said`` is ``DEVNULL``: a pipe that is full would stop it.
        """
        process = await self._start(words, settings, said)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(LONGEST):
                    await process.communicate()
            except BaseException:
                process.kill()
                raise

    async def _start(self, words: tuple[str, ...], settings: dict[str, str], said: int = PIPE) -> Process:
        quiet = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "interfaces.cli", *words),
            env=quiet | self.settings | settings,
            stdout=said,
            stderr=said,
        )


async def installed(database: Database, folder: Path, redis_url: str = "", **more: str) -> Installation:
    """Give an installation over a database, with keys of its own and whatever more is set."""
    settings = {
        "DATABASE_URL": database.url,
        "POLYCLINIC_DATA_DIRECTORY": str(folder),
        "POLYCLINIC_ALLOW_UNSAFE": "durability",  # most of the tests' servers are in haste
        **GENEROUS_SETTINGS,  # one owner asks for everybody
        **more,
    }
    if redis_url:
        settings["REDIS_URL"] = redis_url
    await create_keys(load_settings(settings))
    return Installation(database, settings)
