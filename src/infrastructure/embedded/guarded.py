"""A server process that does not outlive the process that started it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infrastructure.embedded.account import Account

_GUARD = Path(__file__).with_name("guard.py")
_GRACE_SECONDS = 20.0
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}  # the caller's locale and PG* stay outside


class GuardedProcess:
    """A running server under its guard (guard.py), in a session of its own so that Ctrl-C reaches only the caller.

    `stop_signal` asks the server to end in order; after twenty seconds it is killed. Its words go to `log`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        stop_signal: signal.Signals,
        account: Account | None = None,
        keep: Sequence[int] = (),
    ) -> None:
        order = {
            "command": list(command),
            "environment": ENVIRONMENT,
            "keep": list(keep),
            "user": account.user if account else None,
            "group": account.group if account else None,
            "stop_signal": stop_signal,
            "grace_seconds": _GRACE_SECONDS,
        }
        with log.open("ab") as words:
            self._guard = subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, "-I", "-S", str(_GUARD), json.dumps(order)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                pass_fds=keep,
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

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        self._guard.stdin.close()  # type: ignore[union-attr]  # a pipe, as asked for above
        self._guard.wait()
