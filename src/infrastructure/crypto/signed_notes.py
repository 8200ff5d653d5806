"""Signed notes: a few lines of text and who signed them, as C2SP's signed-note writes them (Ed25519)."""

import binascii
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Final, NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4
_DASH: Final = "\u2014 "


class NoteRefused(Exception):
    """This is no note, or it was not signed by the key; the message says which."""


class NoteKey(NamedTuple):
    """A public key with the name under which it signs."""

    name: str
    public: bytes
    """Raw, 32 bytes."""

    @property
    def id(self) -> bytes:
        """Tells the key from others of the same name."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """Write the key as a verifier is given it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what ``str`` writes. Raises ``NoteRefused``."""
        name, _, rest = text.strip().partition("+")
        told, _, encoded = rest.partition("+")
        key = cls(name, _bytes(encoded)[1:])
        if str(key) != text.strip() or told != key.id.hex():
            raise NoteRefused("this is no verifier's key")
        return key


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Sign a text, whose last character is a line break."""
    signature = NoteKey(name, key.public_key().public_bytes_raw()).id + key.sign(text.encode())
    return f"{text}\n{_DASH}{name} {b64encode(signature).decode()}\n"


def text_of(note: str) -> str:
    """Give the text of a note, whoever signed it. Raises ``NoteRefused`` where it has no signature."""
    text, _, signatures = note.rpartition("\n\n")
    if not text or not signatures.startswith(_DASH):
        raise NoteRefused("this is no signed note")
    return f"{text}\n"


def is_signed_by(note: str, key: NoteKey) -> bool:
    """Tell whether a key signed a note. Raises ``NoteRefused`` where it is no note."""
    text = text_of(note)
    for line in note.rpartition("\n\n")[2].splitlines():
        name, _, encoded = line.removeprefix(_DASH).rpartition(" ")
        signature = _bytes(encoded)
        if name == key.name and signature[:_ID_BYTES] == key.id:
            return is_signature(key.public, signature[_ID_BYTES:], text.encode())
    return False


def is_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a public key made a signature over a message (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes(encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteRefused("what should be base64 is none") from None
