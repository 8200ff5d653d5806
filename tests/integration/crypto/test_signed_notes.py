"""A few lines and who signed them, in a form that other programs read."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from infrastructure.crypto.signed_notes import NoteKey, NoteRefused, is_signed_by, signed, text_of

TEXT = "polyclinic-ledger/lakeside\n3\nAAEC\n"
NAME = "polyclinic-ledger/lakeside"
PETERS = NoteKey.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
PETERS_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)  # fmt: skip
# pragma: allowlist nextline secret - public
PETERS_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
PETERS_NOTE = f"{PETERS_TEXT}\n\u2014 PeterNeumann {PETERS_SIGNATURE}\n"
"""The example of Go's package golang.org/x/mod/sumdb/note, from which C2SP's signed-note comes."""


def test_others_examples_are_read() -> None:
    """A note that another program signed is taken, with the key as it writes it."""
    assert text_of(PETERS_NOTE) == PETERS_TEXT
    assert is_signed_by(PETERS_NOTE, PETERS)


def test_what_was_signed_is_taken() -> None:
    """A note holds its text, and is signed by its key alone."""
    mine, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    note = signed(TEXT, NAME, mine)
    assert text_of(note) == TEXT
    assert is_signed_by(note, NoteKey(NAME, mine.public_key().public_bytes_raw()))
    assert not is_signed_by(note, NoteKey(NAME, other.public_key().public_bytes_raw()))
    assert not is_signed_by(note, NoteKey("another", mine.public_key().public_bytes_raw()))


def test_a_changed_note_is_not_signed() -> None:
    """Whoever changes a number in it has no signature for that."""
    key = Ed25519PrivateKey.generate()
    note = signed(TEXT, NAME, key).replace("\n3\n", "\n4\n")
    assert not is_signed_by(note, NoteKey(NAME, key.public_key().public_bytes_raw()))


def test_a_key_is_read_as_it_is_written() -> None:
    """A verifier's key is one line, and another one is refused."""
    key = NoteKey(NAME, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert NoteKey.read(str(key)) == key
    for wrong in ("", "name", str(key)[:-4], str(key).replace(NAME, "another"), f"{NAME}+00000000+????"):
        with pytest.raises(NoteRefused):
            NoteKey.read(wrong)


@pytest.mark.parametrize("note", ["", TEXT, f"{TEXT}\n", f"{TEXT}\nsomebody {NAME}\n"])
def test_what_is_no_note(note: str) -> None:
    """A text that nobody signed is no note."""
    with pytest.raises(NoteRefused):
        text_of(note)
