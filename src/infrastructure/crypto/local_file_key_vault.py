"""A vault in one file of the installation, readable by its owner alone."""

import asyncio
from pathlib import Path

import structlog

from application.shared.key_vault import WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys, KeyMaterialUnusable
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

    async def rotate(self) -> str:
        """Add a key-encryption key and make it the current one; give its id. Older keys stay in the file."""
        await asyncio.to_thread(self._rotate)
        return self._keys.current

    async def current(self, clinic: ClinicId) -> str:  # noqa: ARG002 - one current key serves all clinics
        """Name the key-encryption key that wraps new keys."""
        return self._latest().current

    async def wrap(self, clinic: ClinicId, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's current key-encryption key."""
        return self._latest().wrap(clinic, key)

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key. Raises ``KeyRefused``."""
        return self._latest().unwrap(clinic, wrapped)

    async def mac_key(self, clinic: ClinicId, purpose: str) -> bytes:
        """Derive the clinic's MAC key for a purpose."""
        return self._latest().mac_key(clinic, purpose)

    def _rotate(self) -> None:
        # Under the lock, from what the file holds now: a key added by another process must not be lost.
        with alone(self._path):
            replace_private(self._path, KeyEncryptionKeys.parse(read_private(self._path)).rotated().text())
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
