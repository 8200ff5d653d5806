"""The Ed25519 keys that sign access tokens: one signs, several verify, so that keys change without a lost request.

A rotation is written down once, with its instants, and runs by the clock: a new key is shown before it signs, so that
every process and everybody with a copy of the key set knows it; then it signs; and the old one is kept until the last
of its tokens has run out. Whoever opens the file is given the keys as they are at that moment.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from os import urandom
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from application.shared.key_vault import INSTALLATION, KeyRefused, KeyVault, WrappedKey
from application.shared.mendable import Mendable
from infrastructure.crypto.private_files import alone, create_private, read_private, replace_private

_SEED_BYTES: Final = 32
_NO_FILE: Final = "this is no file of signing keys: restore it, or create new ones"


class SigningKeysUnusable(Mendable):
    """The signing keys cannot be used; the message says what is wrong and how to mend it."""


class _StoredKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kid: str
    kek_id: str
    wrapped: str


class Rotation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The change from one signing key to the next."""

    old: str
    new: str
    signs_from: datetime
    """When the new key begins to sign."""
    over_at: datetime
    """When the last token of the old key has run out, and the old key is gone."""


class RotationGoesOn(SigningKeysUnusable):
    """One rotation at a time: whoever still has tokens of the key before must find it."""


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How signing keys are written down: each wrapped by the vault, in base64."""

    format: int
    signing: str
    keys: tuple[_StoredKey, ...]
    rotation: Rotation | None = None


class SigningKeys:
    """Keys by their ``kid``, which is the key's thumbprint (RFC 7638, RFC 8037). Immutable; never printed."""

    __slots__ = ("_seeds", "private", "public", "rotation", "signing")

    def __init__(self, signing: str, seeds: Mapping[str, bytes], rotation: Rotation | None = None) -> None:
        if signing not in seeds:
            raise SigningKeysUnusable("the signing key is not among the keys: restore the backup, or create new keys")
        private = {kid: Ed25519PrivateKey.from_private_bytes(seed) for kid, seed in seeds.items()}
        self._seeds = dict(seeds)
        self.rotation = rotation
        """The rotation that goes on."""
        self.signing = signing
        """The ``kid`` of the key that signs new tokens."""
        self.private: Ed25519PrivateKey = private[signing]
        self.public: Mapping[str, Ed25519PublicKey] = {kid: key.public_key() for kid, key in private.items()}

    @classmethod
    def generate(cls) -> "SigningKeys":
        """Draw one key, which signs."""
        kid, seed = _drawn()
        return cls(kid, {kid: seed})

    def announced(self) -> "SigningKeys":
        """Give the keys with a new one that verifies and does not sign yet."""
        kid, seed = _drawn()
        return SigningKeys(self.signing, {**self._seeds, kid: seed})

    def promoted(self, kid: str) -> "SigningKeys":
        """Give the keys with another one signing. Raises ``SigningKeysUnusable`` on an unknown one."""
        return SigningKeys(kid, self._seeds)

    def retired(self, kid: str) -> "SigningKeys":
        """Give the keys without one; its tokens are refused at once. Raises on the one that signs."""
        return SigningKeys(self.signing, {other: seed for other, seed in self._seeds.items() if other != kid})

    def rotated(self, now: datetime, *, shown: timedelta, lifetime: timedelta) -> "SigningKeys":
        """Give the keys with the next one, which is ``shown`` for so long before it signs.

        ``lifetime`` is that of the tokens: so long after the last of them was signed, the old key is kept.
        Raises ``RotationGoesOn``.
        """
        if self.rotation is not None:
            raise RotationGoesOn(f"a rotation goes on until {self.rotation.over_at:%H:%M:%S} UTC: wait for its end")
        announced = self.announced()
        (new,) = announced.public.keys() - self.public.keys()
        begins = now + shown
        rotation = Rotation(old=self.signing, new=new, signs_from=begins, over_at=begins + lifetime)
        return SigningKeys(self.signing, announced._seeds, rotation)  # noqa: SLF001 - of its own kind

    def at(self, now: datetime) -> "SigningKeys":
        """Give the keys as the rotation has them at an instant."""
        rotation = self.rotation
        if rotation is None or now < rotation.signs_from:
            return self
        if now < rotation.over_at:
            return SigningKeys(rotation.new, self._seeds, rotation)
        return SigningKeys(rotation.new, self._seeds).retired(rotation.old)

    def is_like(self, other: "SigningKeys") -> bool:
        """Tell whether others are the same keys, of which the same one signs."""
        return self.signing == other.signing and self.public.keys() == other.public.keys()

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Give the public keys as a JSON Web Key Set (RFC 7517)."""
        return {
            "keys": [
                {**_public_members(key), "kid": kid, "use": "sig", "alg": "EdDSA"} for kid, key in self.public.items()
            ]
        }

    async def sealed(self, vault: KeyVault) -> str:
        """Write the keys down, wrapped by the vault."""
        stored = []
        for kid, seed in self._seeds.items():
            wrapped = await vault.wrap(INSTALLATION, seed)
            stored.append(_StoredKey(kid, wrapped.kek_id, base64.b64encode(wrapped.wrapped).decode()))
        return msgspec.json.encode(
            _Document(format=1, signing=self.signing, keys=tuple(stored), rotation=self.rotation)
        ).decode()

    @classmethod
    async def opened(cls, text: str, vault: KeyVault) -> "SigningKeys":
        """Read what ``sealed`` wrote. Raises ``SigningKeysUnusable``."""
        seeds = {}
        try:
            document = msgspec.json.decode(text, type=_Document)
            for stored in document.keys:
                wrapped = WrappedKey(stored.kek_id, base64.b64decode(stored.wrapped, validate=True))
                seeds[stored.kid] = await vault.unwrap(INSTALLATION, wrapped)
        except KeyRefused:
            message = (
                "the vault does not open the signing keys: give the vault they were sealed with, or create new ones"
            )
            raise SigningKeysUnusable(message) from None
        except (msgspec.MsgspecError, binascii.Error, ValueError):
            raise SigningKeysUnusable(_NO_FILE) from None
        if document.format != 1 or any(kid != _thumbprint(seed) for kid, seed in seeds.items()):
            raise SigningKeysUnusable("the signing keys were altered: restore them, or create new ones")
        return cls(document.signing, seeds, document.rotation)

    def __repr__(self) -> str:
        return f"SigningKeys(signing={self.signing!r}, count={len(self._seeds)})"


class SigningKeyFile:
    """Keeps the signing keys in a file beside the vault's, sealed by the vault, so that either alone is worthless."""

    def __init__(self, path: Path, vault: KeyVault) -> None:
        self._path = path
        self._vault = vault
        self._read: tuple[str, SigningKeys] | None = None

    async def create(self) -> SigningKeys:
        """Draw a key and write it to a new file. Raises ``FileExistsError`` where there is one."""
        keys = SigningKeys.generate()
        create_private(self._path, await keys.sealed(self._vault))
        return keys

    async def load(self) -> SigningKeys:
        """Read the keys. Raises ``SigningKeysUnusable``, ``FileNotPrivate`` or ``FileNotFoundError``.

        The vault is asked for what stands in the file when it stands there for the first time.
        """
        text = read_private(self._path)
        if self._read is None or self._read[0] != text:
            self._read = text, await SigningKeys.opened(text, self._vault)
        return self._read[1]

    async def rotate(self, now: datetime, *, shown: timedelta, lifetime: timedelta) -> Rotation:
        """Write a rotation down, as ``SigningKeys.rotated`` says; of two at once, the second is refused."""
        with alone(self._path):
            keys = (await self.load()).at(now).rotated(now, shown=shown, lifetime=lifetime)
            await self.store(keys)
        assert keys.rotation is not None  # noqa: S101 - it was just begun
        return keys.rotation

    async def wrap_anew(self) -> None:
        """Have the vault's current key wrap the keys; they stay the same."""
        with alone(self._path):
            await self.store(await self.load())

    def wrapped_by(self) -> set[str]:
        """Name the key-encryption keys without which the file does not open. Raises as ``load`` does."""
        try:
            document = msgspec.json.decode(read_private(self._path), type=_Document)
        except msgspec.MsgspecError:
            raise SigningKeysUnusable(_NO_FILE) from None
        return {stored.kek_id for stored in document.keys}

    async def store(self, keys: SigningKeys) -> None:
        """Replace the keys, whole or not at all."""
        replace_private(self._path, await keys.sealed(self._vault))


def _drawn() -> tuple[str, bytes]:
    seed = urandom(_SEED_BYTES)
    return _thumbprint(seed), seed


def _thumbprint(seed: bytes) -> str:
    """Give the key's RFC 7638 thumbprint: the hash of its required members in this very order."""
    members = _public_members(Ed25519PrivateKey.from_private_bytes(seed).public_key())
    return _base64url(hashlib.sha256(msgspec.json.encode(members, order="sorted")).digest())


def _public_members(key: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(key.public_bytes_raw())}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
