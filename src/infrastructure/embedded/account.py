"""The account a server runs as. PostgreSQL refuses to run as root, so root lends it an account that exists already."""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from infrastructure.embedded.errors import EmbeddedServerError

_CACHE = Path("/var/cache/polyclinic")


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group of the system, by number."""

    user: int
    group: int

    def reaches(self, path: Path) -> bool:
        """Whether the account may pass through every folder above the path."""
        return all(self._passes(folder) for folder in path.resolve().parents)

    def own(self, path: Path) -> None:
        """Give the account a file or folder, and nobody else."""
        os.chown(path, self.user, self.group)
        path.chmod(stat.S_IRWXU)

    def _passes(self, folder: Path) -> bool:
        about = folder.stat()
        if about.st_uid == self.user:
            return bool(about.st_mode & stat.S_IXUSR)
        if about.st_gid == self.group:
            return bool(about.st_mode & stat.S_IXGRP)
        return bool(about.st_mode & stat.S_IXOTH)


def lent_account(data: Path) -> Account | None:
    """Return the account root lends to a server: the owner of its data, or one that the system has for such things.

    None for an ordinary user, whose servers run as that user.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (about := data.stat()).st_uid != 0:
        return Account(about.st_uid, about.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root, and this system has neither a user `postgres` nor `nobody` to lend it.",
        "Run as an ordinary user, or add one: useradd --system postgres.",
    )


def reachable_copy(binaries: Path, account: Account) -> Path:
    """Return the binaries where the account reaches them: in place, or copied once out of root's private folders."""
    if account.reaches(binaries):
        return binaries
    install = binaries.parent
    package = install.parent
    # The programs find their libraries by a path relative to themselves, so both move together.
    libraries = package.with_name(f"{package.name}.libs")
    age = (binaries / "postgres").stat().st_mtime_ns
    home = _CACHE / f"{package.name}-{age:x}"
    copy = home / package.name / install.name / binaries.name
    if not copy.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        _CACHE.chmod(0o755)
        with tempfile.TemporaryDirectory(dir=_CACHE) as folder:
            draft = Path(folder) / "draft"
            shutil.copytree(install, draft / package.name / install.name, symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            _open_to_all(draft)
            _put_in_place(draft, home)
    return copy


def _open_to_all(folder: Path) -> None:
    """Let everybody read and run a copy, whatever the umask it was made under."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)


def _put_in_place(draft: Path, home: Path) -> None:
    """Rename a finished copy to its name, so that a half one is never used."""
    try:
        draft.rename(home)
    except OSError:
        if not home.exists():  # else another process was first, with the same files
            raise
