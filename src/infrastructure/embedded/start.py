"""Waiting for a server to be ready, and telling why it never was."""

import time
from collections.abc import Callable
from pathlib import Path

from infrastructure.embedded.disk import logs_full_disk
from infrastructure.embedded.errors import DiskFull, EmbeddedServerError, PortTaken, StartFailed
from infrastructure.embedded.guarded import GuardedProcess

_PATIENCE_SECONDS = 120.0  # recovery after a crash replays what the last checkpoint lacks
_LAST_LINES = 8


def await_ready(process: GuardedProcess, is_ready: Callable[[], bool], log: Path) -> GuardedProcess:
    """Return the process once it is ready. Raises the error that its log tells of, with the process ended."""
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while process.is_running and time.monotonic() < deadline:
            if is_ready():
                return process
            time.sleep(0.01)
    except BaseException:
        process.stop()
        raise
    process.stop()
    raise failure(log)


def failure(log: Path) -> EmbeddedServerError:
    """Return the error that a server's log tells of."""
    if logs_full_disk(log):
        return DiskFull.of(log.parent)
    text = log.read_text(errors="replace")
    if "Address already in use" in text:
        return PortTaken("The server's port is taken.", "Stop what listens there, or ask for another port or for none.")
    if "incompatible with server" in text:
        return StartFailed(
            f"The data in {log.parent} were made by another major version of PostgreSQL.",
            "Install the version that made them, or remove the directory with all that is in it.",
        )
    last = "\n".join(f"  {line}" for line in text.splitlines()[-_LAST_LINES:])
    return StartFailed(
        f"The server did not start; its last words:\n{last}\n",
        f"Mend that, or set {log.parent} aside to begin without data; the whole log is {log}.",
    )
