"""Files that hold keys: readable by their owner alone, written whole or not at all."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from application.shared.mendable import Mendable

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class FileNotPrivate(Mendable):
    """Others than its owner may touch a file of keys; the message names the command that mends it."""


def read_private(path: Path) -> str:
    """Read a file of keys. Raises ``FileNotPrivate`` where group or others have any right on it, and ``OSError``."""
    with path.open(encoding="utf-8") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & _OTHERS:
            raise FileNotPrivate(f"{path} is open to others (mode {mode:04o}): run chmod 600 '{path}'")
        return file.read()


def create_private(path: Path, text: str) -> None:
    """Write a new file of keys. Raises ``FileExistsError`` rather than replace one: keys are not written twice."""
    with _written_beside(path, text) as complete:
        os.link(complete, path)
    _make_durable(path.parent)


def replace_private(path: Path, text: str) -> None:
    """Put new text in a file of keys, so that a crash at any moment leaves the old or the new, whole."""
    with _written_beside(path, text) as complete:
        complete.replace(path)
    _make_durable(path.parent)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other processes from changing the files beside ``path`` meanwhile (an advisory lock on their directory)."""
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


@contextmanager
def _written_beside(path: Path, text: str) -> Iterator[Path]:
    """Write a temporary file in the same directory, complete on the disk; it has mode 0600 from its first byte."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        complete = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            yield complete
        finally:
            complete.unlink(missing_ok=True)


def _make_durable(directory: Path) -> None:
    """Make the directory's own change survive a loss of power."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
