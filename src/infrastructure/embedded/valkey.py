"""Valkey, which speaks Redis, on this machine, in a directory of the project's own."""

import contextlib
import signal
import socket
from pathlib import Path

from infrastructure.embedded.binaries import find_valkey
from infrastructure.embedded.guarded import GuardedProcess, Launch
from infrastructure.embedded.leftover import end_leftovers
from infrastructure.embedded.port import LOOPBACK
from infrastructure.embedded.server import EmbeddedServer
from infrastructure.embedded.start import await_ready

_SHUTDOWN = signal.SIGTERM
_SETTINGS = {
    "bind": LOOPBACK,
    "appendonly": "yes",  # by itself it would keep nothing
    "save": "",
    "maxmemory-policy": "noeviction",  # a job that was taken must not vanish
    "daemonize": "no",
    "pidfile": "",
    "logfile": "",
}


class EmbeddedValkey(EmbeddedServer):
    """A Valkey (or Redis) server over one directory, which keeps every write in an append-only file.

    `port` is the TCP port to insist on, else a free one is taken.
    """

    def __init__(self, directory: Path, *, port: int | None = None) -> None:
        super().__init__(directory, log_name="valkey.log", port=port)
        self._data = self.directory / "data"

    @property
    def url(self) -> str:
        """The server's address, database 0. No password is asked."""
        return f"redis://{LOOPBACK}:{self.port}/0"

    def _prepare(self, life: contextlib.ExitStack) -> None:  # noqa: ARG002  its life leaves nothing to undo
        self.directory.chmod(0o700)
        self._data.mkdir(exist_ok=True)
        # Its process has the name of its main thread, which is the program's.
        end_leftovers(self._data, find_valkey().name, _SHUTDOWN)

    def _launch(self, port: int) -> GuardedProcess:
        settings = {**_SETTINGS, "port": str(port), "dir": str(self._data)}
        command = [str(find_valkey()), *(word for name, value in settings.items() for word in (f"--{name}", value))]
        server = GuardedProcess(Launch(command=command, log=self.log, stop_signal=_SHUTDOWN))
        return await_ready(server, lambda: _answers(port), self.log)


def _answers(port: int) -> bool:
    """Whether the server has read its file and takes commands."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
