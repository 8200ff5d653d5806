"""An anchor in a folder: better on a disk that can be written once, or that somebody else looks after."""

import asyncio
import os
from pathlib import Path
from typing import Final

from application.audit.checkpoints.ports import AnchoredOtherwise, AnchorUnreachable
from domain.shared.identifiers import ClinicId
from infrastructure.anchors.places import place


class FolderAnchor:
    """Keeps each checkpoint in a file of its own, which it never opens for writing again."""

    name: Final = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:
        """Write a checkpoint down. Raises ``AnchorUnreachable``, ``AnchoredOtherwise``."""
        try:
            kept = await asyncio.to_thread(_written, self._folder / place(clinic, size), note.encode())
        except OSError as failure:
            raise AnchorUnreachable(type(failure).__name__) from failure
        if kept != note.encode():
            raise AnchoredOtherwise


def _written(path: Path, note: bytes) -> bytes:
    """Write a file that is on the disk whole or not at all, and give what stands there, be it older."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        beside.unlink(missing_ok=True)
    _make_durable(path.parent)
    return note


def _make_durable(folder: Path) -> None:
    """Make the folder's own change survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
