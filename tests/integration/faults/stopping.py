"""Faults that a server suffers from outside: frozen, or gone."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from infrastructure.embedded import EmbeddedPostgres, EmbeddedValkey


@contextlib.contextmanager
def frozen(server: EmbeddedPostgres | EmbeddedValkey) -> Iterator[None]:
    """Stop the server and every one of its processes in their tracks: the kernel takes connections, nobody answers."""
    pids = [server.pid, *_children(server.pid)]
    _signal(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(pids, signal.SIGCONT)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
