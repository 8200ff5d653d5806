"""A PgBouncer of a proof's own, in transaction mode: any version, started as an ordinary user, ended by its id."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from infrastructure.embedded.account import lent_account
from infrastructure.embedded.port import LOOPBACK, choose_port

# Daemons live in sbin, which is not on everybody's PATH.
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])
_READY_WITHIN = 10.0

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
"""


class PgBouncerMissing(Exception):
    """PgBouncer is not on this machine: ``python3 tools/debian.py pgbouncer`` installs it."""


@contextmanager
def pgbouncer(url: str, *, servers: int, user: str) -> Iterator[str]:
    """Run a PgBouncer before a server; give the database's address through it.

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
        process = subprocess.Popen(
            [program, "-q", str(written)],
            stdin=subprocess.DEVNULL,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
        try:
            _await(port, process)
            yield urlunsplit(there._replace(netloc=f"{there.username}@{LOOPBACK}:{port}"))
        finally:
            process.terminate()
            process.wait()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = "PgBouncer did not come up; its words stand above"
    raise RuntimeError(message)
