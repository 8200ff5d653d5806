"""PostgreSQL on this machine, in a directory of the project's own."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from infrastructure.embedded.account import Account, lent_account, reachable_copy
from infrastructure.embedded.binaries import find_postgres
from infrastructure.embedded.guarded import ENVIRONMENT, GuardedProcess, Launch
from infrastructure.embedded.leftover import end_leftovers
from infrastructure.embedded.port import LOOPBACK
from infrastructure.embedded.server import EmbeddedServer, started
from infrastructure.embedded.socket_folder import make_socket_folder, remove_socket_folder
from infrastructure.embedded.start import await_ready, failure
from infrastructure.postgres.quiet_log import QUIET_LOG

_PARAMETERS = {"jit": "off", "timezone": "UTC", "log_timezone": "UTC", **QUIET_LOG}
_SHUTDOWN = signal.SIGINT  # fast: ends sessions and writes a checkpoint
_READY_LINE = 7  # of postmaster.pid, counted from 0; pg_ctl waits for the same line


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL server over one directory.

    `parameters` are PostgreSQL's own settings, by name; `port` is the TCP port to insist on, else a free one is taken.
    Root, which PostgreSQL refuses, lends it the account that owns the data, at first `postgres` or `nobody`.
    """

    def __init__(
        self, directory: Path, parameters: Mapping[str, str] | None = None, *, port: int | None = None
    ) -> None:
        super().__init__(directory, log_name="postgres.log", port=port)
        self._parameters = {**_PARAMETERS, **(parameters or {})}
        self._data = self.directory / "data"
        self._binaries: Path | None = None
        self._account: Account | None = None
        self._socket_folder: Path | None = None

    def dsn(self, database: str = "postgres", user: str = "postgres") -> str:
        """Return the address of a database over TCP. No password is asked; `postgres` is the superuser."""
        return f"postgresql://{quote(user, safe='')}@{LOOPBACK}:{self.port}/{quote(database, safe='')}"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket: a `host` to every client, faster than TCP, closed to other accounts."""
        return started(self._socket_folder)

    @staticmethod
    def program(name: str) -> Path:
        """Return the path of one of PostgreSQL's own programs, such as `pg_basebackup`."""
        return find_postgres() / name

    def _prepare(self, life: contextlib.ExitStack) -> None:
        self._account = lent_account(self._data)
        found = find_postgres()
        self._binaries = reachable_copy(found, self._account) if self._account else found
        # A lent account passes through this folder to its own; nobody else has business here.
        self.directory.chmod(0o711 if self._account else 0o700)
        end_leftovers(self._data, "postgres", _SHUTDOWN)
        if not self._data.exists():
            self._initialise(self._binaries)
        life.callback(remove_socket_folder, self.directory)

    def _initialise(self, binaries: Path) -> None:
        """Make the files of an empty cluster. They get their name when they are whole."""
        draft = self.directory / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        account = self._account
        if account:
            account.own(draft)
        with _reaching(draft, account) as (address, keep), self.log.open("ab") as words:
            command = [str(binaries / "initdb"), "-D", address, "-U", "postgres"]
            command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            done = subprocess.run(
                command,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                pass_fds=keep,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
                check=False,
            )
        if done.returncode != 0:
            raise failure(self.log)
        draft.rename(self._data)

    def _launch(self, port: int) -> GuardedProcess:
        self._socket_folder = make_socket_folder(self.directory, self._account)
        settings = {
            **self._parameters,
            "listen_addresses": LOOPBACK,
            "port": str(port),
            "unix_socket_directories": f'"{self._socket_folder}"',  # a list, whose quotes let a path hold spaces
            "unix_socket_permissions": "0700",
        }
        with _reaching(self._data, self._account) as (address, keep):
            command = [str(started(self._binaries) / "postgres"), "-D", address]
            command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            server = GuardedProcess(
                Launch(
                    command=command,
                    log=self.log,
                    stop_signal=_SHUTDOWN,
                    account=self._account,
                    keep=keep,
                    scratch=self._socket_folder,
                )
            )
        return await_ready(server, lambda: self._is_ready(server), self.log)

    def _is_ready(self, server: GuardedProcess) -> bool:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > _READY_LINE and lines[0] == str(server.pid) and lines[_READY_LINE].strip() == "ready"


@contextlib.contextmanager
def _reaching(folder: Path, account: Account | None) -> Iterator[tuple[str, list[int]]]:
    """Give a path by which the account reaches its folder, and the descriptors to pass on with it.

    Root often works in folders that are closed to others, such as its home. Opening those to the server's account would
    open them to everybody, so the account is handed the one folder that is its own, already open.
    """
    if account is None or account.reaches(folder) or not Path("/proc/self/fd").exists():
        yield str(folder), []
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", [descriptor]
    finally:
        os.close(descriptor)
