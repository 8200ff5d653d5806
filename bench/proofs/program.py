"""A process that a proof starts, may kill, and may start again as it was."""

import asyncio
import os
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.machine import ROOT

from infrastructure.embedded.port import LOOPBACK

_READY_WITHIN = 60.0
_LOOK_EVERY = 0.05


class DidNotComeUp(Exception):
    """A process ended, or was not ready in time; its own words stand above."""


class Program(ABC):
    """One process at a time. Only what was started here is ended, by its own id."""

    def __init__(self, command: Sequence[str], **options: Any) -> None:
        """``options`` are those of ``Popen``. What the process says to nobody in particular is not heard."""
        self._command = command
        self._options = options
        self._log: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def heard_in(self, log: Path) -> Self:
        """Keep everything that the process says, in every life of it, and give the program."""
        self._log = log
        return self

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and return when it is ready. Raises ``DidNotComeUp``."""
        with (self._log or Path(os.devnull)).open("ab") as heard:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=heard,
                stderr=heard if self._log else None,
                **self._options,
            )
        deadline = time.monotonic() + _READY_WITHIN
        while not self._is_ready():
            if not self.is_running or time.monotonic() > deadline:
                self.kill()
                raise DidNotComeUp(self._command)
            time.sleep(_LOOK_EVERY)

    def kill(self) -> None:
        """End it as a crash would, with ``kill -9``, and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it in order and wait until it is gone."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    @abstractmethod
    def _is_ready(self) -> bool:
        """Tell whether it does its work already."""


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on a port of this machine."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


@asynccontextmanager
async def running(*programs: Program) -> AsyncIterator[None]:
    """Start some side by side, because most of it is waiting, and stop them at the end."""
    try:
        await asyncio.gather(*(asyncio.to_thread(program.start) for program in programs))
        yield
    finally:
        for program in programs:
            program.stop()
