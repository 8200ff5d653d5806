"""A PgBouncer of a proof's own, in transaction mode: any version, started as an ordinary user, ended by its id."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.proofs.program import Program, listens

from infrastructure.embedded.account import Account, lent_account
from infrastructure.embedded.port import LOOPBACK, choose_port

# Daemons live in sbin, which is not on everybody's PATH.
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

# Only keys that 1.18 knows. Whoever connects is trusted, as the embedded servers trust them.
_CONFIGURATION = """
[databases]
* = host={host} port={port} user={user}

[pgbouncer]
listen_addr = {listen}
listen_port = {listen_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = {servers}
query_wait_timeout = 10
server_login_retry = 1
log_connections = 0
log_disconnections = 0
log_pooler_errors = 0
"""


class PgBouncerMissing(Exception):
    """PgBouncer is not on this machine: ``python3 tools/debian.py pgbouncer`` installs it."""


class PgBouncer(Program):
    """A PgBouncer over a written configuration."""

    def __init__(self, program: str, written: Path, account: Account | None, port: int) -> None:
        super().__init__(
            [program, "-q", str(written)],
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
        self._port = port

    def before(self, url: str) -> str:
        """Give the address, through it, of a database of its server."""
        there = urlsplit(url)
        return urlunsplit(there._replace(netloc=f"{there.username}@{LOOPBACK}:{self._port}"))

    def _is_ready(self) -> bool:
        return listens(self._port)


@contextmanager
def pgbouncer(url: str, *, servers: int, user: str) -> Iterator[PgBouncer]:
    """Run a PgBouncer before a server, on a free port that it keeps. Raises ``PgBouncerMissing``.

    ``servers`` is how many connections to PostgreSQL all clients share; ``user`` the role that they are all in.
    """
    program = shutil.which("pgbouncer", path=_PLACES)
    if program is None:
        raise PgBouncerMissing
    there, port = urlsplit(url), choose_port(None)
    with tempfile.TemporaryDirectory(prefix="pgbouncer-") as folder:
        written = Path(folder) / "pgbouncer.ini"
        written.write_text(
            _CONFIGURATION.format(
                host=there.hostname, port=there.port, user=user, listen=LOOPBACK, listen_port=port, servers=servers
            )
        )
        account = lent_account(written)
        if account:
            account.own(Path(folder))
            account.own(written)
        with PgBouncer(program, written, account, port) as running:
            yield running
