"""A launcher in a process of its own, which a test may kill, and a look at what it leaves behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey
from infrastructure.embedded.socket_folder import remove_socket_folder

Kind = type[EmbeddedPostgres] | type[EmbeddedValkey]

_SOURCES = Path(__file__).parents[3] / "src"
_PROGRAM = """
import os, signal, sys, time
from pathlib import Path
from {module} import {kind}
if {unstoppable}:
    sys.modules["{module}"]._SHUTDOWN = signal.SIGCONT
server = {kind}(Path(sys.argv[1]))
server.start()
if {forking} and os.fork() == 0:
    time.sleep(600)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(server.stop()))
print(server.pid, flush=True)
time.sleep(600)
"""


@contextlib.contextmanager
def launched_elsewhere(
    kind: Kind, directory: Path, *, unstoppable: bool = False, forking: bool = False
) -> Iterator[tuple[int, int]]:
    """Give the process ids of a launcher and of the server that it started; end the launcher afterwards.

    A launcher stops its server when it gets SIGTERM. A forking one has a child that holds all its files, and ends with
    it. An unstoppable server is asked to end by a signal that it does not heed: it lives on when its guard is killed.
    """
    program = _PROGRAM.format(module=kind.__module__, kind=kind.__name__, unstoppable=unstoppable, forking=forking)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(directory)],
        env=os.environ | {"PYTHONPATH": str(_SOURCES)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that its child, which nobody here knows, can be named with it
    ) as launcher:
        assert launcher.stdout
        try:
            yield launcher.pid, int(launcher.stdout.readline())
        finally:
            os.killpg(launcher.pid, signal.SIGKILL)
            remove_socket_folder(directory)  # which a killed guard could not


def parent_of(pid: int) -> int:
    """Return the parent's process id: of a server, its guard."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def kill(pid: int) -> None:
    """End a process without a word: `kill -9`."""
    os.kill(pid, signal.SIGKILL)


def is_gone(pid: int, within_seconds: float = 60) -> bool:
    """Whether the process ends in time; one that ended and that nobody has asked about yet counts as gone."""
    deadline = time.monotonic() + within_seconds
    while True:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):  # the latter when it goes between opening and reading
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
