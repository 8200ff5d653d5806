"""One server per directory: refuse a second, and end one that a dead launcher left behind.

A leftover is ended, not adopted: it may run with other settings, and it would not end with its new launcher. The guard
and, on Linux, the kernel see to it that there is none; when both were killed with the launcher there may be. Leftovers
are found on Linux only; elsewhere PostgreSQL itself refuses to start beside one and names its process.
"""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from infrastructure.embedded.errors import DirectoryInUse


@contextlib.contextmanager
def the_only_launcher(directory: Path) -> Iterator[None]:
    """Hold the right to run a server in a directory; a dead launcher has lost it. Raises DirectoryInUse."""
    with (directory / "launcher.pid").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise DirectoryInUse(
                f"Process {file.read() or 'of another launcher'} already runs a server in {directory}.",
                "Stop that process, or choose another directory.",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def end_leftovers(folder: Path, program: str, stop_signal: signal.Signals, patience_seconds: float = 20) -> None:
    """End every process of a program that works in a folder of data, and return when they are gone.

    They are told to stop, and killed when patience ends. A pid file is not asked, because its number may have passed
    on to a stranger; and the processes of a killed PostgreSQL must be gone before another may touch their files.
    """
    left = set(_processes(folder, program))
    for pid in left:
        _signal(pid, stop_signal)
    deadline = time.monotonic() + patience_seconds
    while left := left & set(_processes(folder, program)):
        if time.monotonic() > deadline:
            for pid in left:
                _signal(pid, signal.SIGKILL)
        time.sleep(0.02)


def _processes(folder: Path, program: str) -> Iterator[int]:
    """Both servers have their folder of data as their working directory."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is somebody else's
            if (process / "comm").read_text().strip() == program and (process / "cwd").samefile(folder):
                yield int(process.name)


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
