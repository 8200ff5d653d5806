"""A server process that does not outlive the process that started it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infrastructure.embedded.account import Account

_GUARD = Path(__file__).with_name("guard.py")
_GRACE_SECONDS = 20.0
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}  # the caller's locale and PG* stay outside


@dataclass(frozen=True, kw_only=True, slots=True)
class Launch:
    """What to run, as whom, and what comes and goes with it."""

    command: Sequence[str]
    log: Path
    """Takes what the server says."""
    stop_signal: signal.Signals
    """Asks the server to end in order; after twenty seconds it is killed."""
    account: Account | None = None
    """None: the caller's own."""
    keep: Sequence[int] = ()
    """Descriptors that the server inherits."""
    scratch: Path | None = None
    """A folder that is removed when the server has ended."""


class GuardedProcess:
    """A running server under its guard (guard.py), in a session of its own so that Ctrl-C reaches only the caller."""

    def __init__(self, launch: Launch) -> None:
        order = {
            "command": list(launch.command),
            "environment": ENVIRONMENT,
            "keep": list(launch.keep),
            "user": launch.account.user if launch.account else None,
            "group": launch.account.group if launch.account else None,
            "stop_signal": launch.stop_signal,
            "grace_seconds": _GRACE_SECONDS,
            "scratch": str(launch.scratch) if launch.scratch else None,
        }
        with launch.log.open("ab") as words:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_GUARD), json.dumps(order)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                pass_fds=launch.keep,
                start_new_session=True,
            )
        with self._guard.stdout as answer:  # type: ignore[union-attr]  # a pipe, as asked for above
            line = answer.readline()
        self.pid: int | None = int(line) if line else None
        """The server's process id; None when it could not be run at all."""

    @property
    def is_running(self) -> bool:
        """Whether the server is alive."""
        return self._guard.poll() is None

    def kill(self) -> None:
        """End the server as a crash would, with `kill -9`, and wait until it is gone."""
        if self.pid and self.is_running:
            os.kill(self.pid, signal.SIGKILL)
        self._guard.wait()

    def stop(self) -> None:
        """End the server and wait until it is gone; one that does not end in order is killed after twenty seconds."""
        # Not by the pipe alone: a child that this process forked holds its end open for as long as it likes.
        self._guard.terminate()
        self._guard.stdin.close()  # type: ignore[union-attr]  # a pipe, as asked for above
        self._guard.wait()
