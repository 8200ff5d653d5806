"""A vault in one file of the installation, readable by its owner alone."""

import asyncio
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import structlog

from application.shared.key_vault import KeyMaterialUnusable, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys
from infrastructure.crypto.private_files import (
    FileNotPrivate,
    alone,
    create_private,
    read_private,
    replace_private,
)

_log = structlog.get_logger(__name__)


class LocalFileKeyVault:
    """Answers from a file of key material, and notices when another process has rotated it.

    Losing the file loses every sealed value: back it up, apart from the database's backups.
    """

    grace_days: Final = 0
    noticed_within: Final = 0.0

    def __init__(self, path: Path) -> None:
        """Read the file. Raises ``FileNotPrivate``, ``KeyMaterialUnusable`` or ``FileNotFoundError``."""
        self._path = path
        self._seen = _stamp(path)
        self._keys = KeyEncryptionKeys.parse(read_private(path))

    @classmethod
    def create(cls, path: Path) -> "LocalFileKeyVault":
        """Draw key material and write it to a new file. Raises ``FileExistsError`` where there is one."""
        create_private(path, KeyEncryptionKeys.generate().text())
        return cls(path)

    async def rotate(self, clinic: ClinicId | None = None) -> str:
        """Add a key-encryption key and make it current, in one clinic or everywhere; give its id.

        Older keys stay in the file.
        """
        await asyncio.to_thread(self._change, lambda keys: keys.rotated(clinic))
        return self._keys.current if clinic is None else self._keys.current_of(clinic)

    async def older(self) -> set[str]:
        """Name the key-encryption keys that are current nowhere any more."""
        return self._latest().older()

    async def retire(self, kek_ids: Collection[str]) -> None:
        """Destroy older key-encryption keys: what one of them still wraps never opens again."""
        await asyncio.to_thread(self._change, lambda keys: keys.without(kek_ids))

    async def kept(self) -> int:
        """Count the key-encryption keys."""
        return len(self._latest())

    async def unchanged_for(self) -> float:
        """Give the seconds since the file was last written, which is the last that any key was current."""
        return time.time() - self._path.stat().st_ctime

    async def current(self, clinic: ClinicId) -> str:
        """Name the key-encryption key that wraps the clinic's new keys."""
        return self._latest().current_of(clinic)

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's current key-encryption key."""
        return self._latest().wrap(clinic, key)

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key. Raises ``KeyRefused``."""
        return self._latest().unwrap(clinic, wrapped)

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Derive the clinic's MAC key for a purpose."""
        return self._latest().mac_key(clinic, purpose)

    def _change(self, changed: Callable[[KeyEncryptionKeys], KeyEncryptionKeys]) -> None:
        # Under the lock, from what the file holds now: a key added by another process must not be lost.
        with alone(self._path):
            replace_private(self._path, changed(KeyEncryptionKeys.parse(read_private(self._path))).text())
        self._latest()

    def _latest(self) -> KeyEncryptionKeys:
        """Read the file again if it changed. A file that went bad keeps no running process from its keys."""
        stamp = _stamp(self._path)
        if stamp != self._seen:
            self._seen = stamp
            try:
                self._keys = KeyEncryptionKeys.parse(read_private(self._path))
            except (OSError, FileNotPrivate, KeyMaterialUnusable) as trouble:
                _log.warning("vault_file_unusable", failure=type(trouble).__name__)
        return self._keys


def _stamp(path: Path) -> tuple[int, int] | None:
    """Tell one state of the file from another (the change time sees a mended mode too); None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns
