"""What PostgreSQL and Valkey have in common: one directory, one port, one life."""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from infrastructure.embedded.disk import logs_full_disk, telling_full_disk
from infrastructure.embedded.errors import DiskFull, EmbeddedServerError, PortTaken
from infrastructure.embedded.guarded import GuardedProcess
from infrastructure.embedded.leftover import the_only_launcher
from infrastructure.embedded.port import choose_port

_T = TypeVar("_T")


class EmbeddedServer(ABC):
    """A server over one directory: started, stopped, and started again on the same data.

    A second start keeps the port where it can. Every method raises EmbeddedServerError, which says what happened and
    how to mend it. Any thread may use a server, one at a time.
    """

    def __init__(self, directory: Path, *, log_name: str, port: int | None) -> None:
        self.directory = directory.absolute()
        self.log = self.directory / log_name
        self._asked_port = port
        self._port: int | None = None
        self._process: GuardedProcess | None = None
        self._life = contextlib.ExitStack()

    def start(self) -> None:
        """Start the server and return when it can be used; a server that runs already is left alone."""
        if self.is_running:
            return
        self.stop()  # lets go of what is left of one that died
        with _telling_bad_folders(self.directory), telling_full_disk(self.directory), contextlib.ExitStack() as life:
            self.directory.mkdir(parents=True, exist_ok=True)
            life.enter_context(the_only_launcher(self.directory))
            self.log.write_bytes(b"")
            self.log.chmod(0o600)
            self._prepare(life)
            self._process = self._launch_on_a_port()
            life.callback(self._process.stop)
            self._life = life.pop_all()

    def stop(self) -> None:
        """End the server in order and return when it is gone; without one, do nothing."""
        self._life.close()

    def kill(self) -> None:
        """End the server as a crash would, with `kill -9`; the next start recovers its data."""
        if self._process:
            self._process.kill()
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether the server is alive."""
        return self._process is not None and self._process.is_running

    @property
    def pid(self) -> int:
        """The server's process id."""
        return started(self._process.pid if self._process else None)

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1."""
        return started(self._port)

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server. Raises DiskFull in place of an error that met a server without room."""
        self.stop()
        if isinstance(error, Exception) and logs_full_disk(self.log):
            raise DiskFull.of(self.directory) from error

    @abstractmethod
    def _prepare(self, life: contextlib.ExitStack) -> None:
        """Make the directory ready for a server, once it is this launcher's; `life` undoes what its end should undo."""

    @abstractmethod
    def _launch(self, port: int) -> GuardedProcess:
        """Return the server, ready for use on a port. Raises EmbeddedServerError, with no process left."""

    def _launch_on_a_port(self) -> GuardedProcess:
        self._port = self._choose_port()
        try:
            return self._launch(self._port)
        except PortTaken:
            if self._asked_port is not None:
                raise
        self._port = choose_port(None)  # somebody took the free one before the server could
        return self._launch(self._port)

    def _choose_port(self) -> int:
        if self._asked_port is not None:
            return choose_port(self._asked_port)
        with contextlib.suppress(PortTaken):
            return choose_port(self._port)
        return choose_port(None)


def started(value: _T | None) -> _T:
    """Return what only a started server has."""
    if value is None:
        raise EmbeddedServerError("The server was not started.", "Call start() first.")
    return value


@contextlib.contextmanager
def _telling_bad_folders(directory: Path) -> Iterator[None]:
    """Turn what the system says about a directory into an EmbeddedServerError."""
    try:
        yield
    except OSError as error:
        raise EmbeddedServerError(
            f"{error.filename or directory} cannot be used ({error.strerror}).",
            "Give this account the right to write there, or choose another directory.",
        ) from error
