"""The key material of a vault that we keep ourselves: key-encryption keys, and the root of the MAC keys.

Clinics' keys derive from it by HKDF-SHA-256 (RFC 5869) with the clinic's id, so one small document serves them all.
"""

import base64
import binascii
from collections.abc import Collection, Mapping
from os import urandom
from typing import Final
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, WrappedKey
from infrastructure.crypto.sealing import KEY_BYTES, SealBroken, SealingKey

_DISTINCT_BYTES: Final = 16
"""Fewer distinct values among 32 random bytes occur less than once in 10**12 keys: such a key was typed, not drawn."""


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How key material is written down, keys in base64."""

    format: int
    current: str
    keks: dict[str, str]
    mac_root: str
    clinics: dict[UUID, str] = {}
    """Which key is current in a clinic that has one of its own."""


class KeyEncryptionKeys:
    """Key-encryption keys, one of them current, and the root of the MAC keys. Immutable; never printed.

    A clinic whose key was rotated alone has a current key of its own, until the next one for everybody.
    """

    __slots__ = ("_clinics", "_keks", "_mac_root", "current")

    def __init__(
        self, current: str, keks: Mapping[str, bytes], mac_root: bytes, clinics: Mapping[UUID, str] | None = None
    ) -> None:
        self._clinics = dict(clinics or {})
        if not {current, *self._clinics.values()} <= keks.keys():
            raise KeyMaterialUnusable("the current key-encryption key is not among the keys: restore the backup")
        for key in (*keks.values(), mac_root):
            _check(key)
        self.current = current
        self._keks = dict(keks)
        self._mac_root = mac_root

    @classmethod
    def generate(cls) -> "KeyEncryptionKeys":
        """Draw new key material."""
        kek_id = _new_id()
        return cls(kek_id, {kek_id: urandom(KEY_BYTES)}, urandom(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> "KeyEncryptionKeys":
        """Read what ``text`` wrote. Raises ``KeyMaterialUnusable``."""
        try:
            document = msgspec.json.decode(text, type=_Document)
            keks = {kek_id: base64.b64decode(key, validate=True) for kek_id, key in document.keks.items()}
            mac_root = base64.b64decode(document.mac_root, validate=True)
        except (msgspec.MsgspecError, binascii.Error, ValueError):
            # The cause is left out: its message may quote key material.
            raise KeyMaterialUnusable("this is not a vault's key material: restore it, or create a vault") from None
        if document.format != 1:
            raise KeyMaterialUnusable("the key material is of a newer format: use the release that wrote it")
        return cls(document.current, keks, mac_root, document.clinics)

    def text(self) -> str:
        """Write the key material down, for a file of mode 0600 or a secret store."""
        keks = {kek_id: base64.b64encode(key).decode() for kek_id, key in self._keks.items()}
        root = base64.b64encode(self._mac_root).decode()
        document = _Document(format=1, current=self.current, keks=keks, mac_root=root, clinics=self._clinics)
        return msgspec.json.encode(document).decode()

    def current_of(self, clinic: UUID) -> str:
        """Name the key that wraps a clinic's new keys."""
        return self._clinics.get(clinic, self.current)

    def rotated(self, clinic: UUID | None = None) -> "KeyEncryptionKeys":
        """Give the material with a new current key, of one clinic or of everybody.

        Older keys stay: what they wrapped must still open.
        """
        kek_id = _new_id()
        keks = {**self._keks, kek_id: urandom(KEY_BYTES)}
        if clinic is None:
            return KeyEncryptionKeys(kek_id, keks, self._mac_root)
        return KeyEncryptionKeys(self.current, keks, self._mac_root, {**self._clinics, clinic: kek_id})

    def older(self) -> set[str]:
        """Name the keys that are current nowhere."""
        return self._keks.keys() - {self.current, *self._clinics.values()}

    def without(self, kek_ids: Collection[str]) -> "KeyEncryptionKeys":
        """Give the material without some of its older keys. Raises ``KeyMaterialUnusable`` where one is current."""
        keks = {kek_id: key for kek_id, key in self._keks.items() if kek_id not in kek_ids}
        return KeyEncryptionKeys(self.current, keks, self._mac_root, self._clinics)

    def wrap(self, clinic: UUID, key: bytes) -> WrappedKey:
        """Wrap a key under the clinic's derivation of its current key."""
        current = self.current_of(clinic)
        return WrappedKey(current, self._clinic_key(current, clinic).seal(key, _bound(current, clinic)))

    def unwrap(self, clinic: UUID, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key. Raises ``KeyRefused``."""
        if wrapped.kek_id not in self._keks:
            raise KeyRefused("its key-encryption key is not in this vault")
        try:
            return self._clinic_key(wrapped.kek_id, clinic).open(wrapped.wrapped, _bound(wrapped.kek_id, clinic))
        except SealBroken:
            raise KeyRefused("it was altered, or wrapped for another clinic") from None

    def mac_key(self, clinic: UUID, purpose: str) -> bytes:
        """Derive the clinic's MAC key for a purpose from the clinic's own root."""
        clinic_root = _derived(self._mac_root, b"polyclinic/1/mac-root", clinic.bytes)
        return _derived(clinic_root, b"polyclinic/1/mac", purpose.encode())

    def __contains__(self, kek_id: str) -> bool:
        return kek_id in self._keks

    def __len__(self) -> int:
        return len(self._keks)

    def __repr__(self) -> str:
        return f"KeyEncryptionKeys(current={self.current!r}, count={len(self._keks)})"

    def _clinic_key(self, kek_id: str, clinic: UUID) -> SealingKey:
        return SealingKey(_derived(self._keks[kek_id], b"polyclinic/1/kek", clinic.bytes))


def _check(key: bytes) -> None:
    if len(key) != KEY_BYTES or len(set(key)) < _DISTINCT_BYTES:
        raise KeyMaterialUnusable(f"a key is not {KEY_BYTES} random bytes: never write one by hand, create a vault")


def _new_id() -> str:
    return f"kek-{urandom(8).hex()}"


def _bound(kek_id: str, clinic: UUID) -> bytes:
    return b"polyclinic/1/wrapped-key" + clinic.bytes + kek_id.encode()


def _derived(key: bytes, label: bytes, value: bytes) -> bytes:
    """Derive 32 bytes. The label ends at the zero byte, so no two pairs of label and value read the same."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label + b"\x00" + value).derive(key)
