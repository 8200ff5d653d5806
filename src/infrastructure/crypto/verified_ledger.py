"""Verifying an export of a ledger offline: the file, checkpoints that were kept elsewhere, and nothing else."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from domain.audit.batch import Ledger
from domain.audit.checkpoint import Checkpoint, CheckpointMalformed
from domain.audit.export import Heading, LedgerKey, Line
from domain.audit.faults import CheckpointNotSigned, LineUnreadable
from domain.audit.verification import Verification
from infrastructure.crypto.signed_notes import NoteKey, NoteRefused, is_signature, is_signed_by, text_of

TOLD_EVERY: Final = 10_000
"""Lines between two words on how far it is."""

_decoder: Final[msgspec.json.Decoder[Line]] = msgspec.json.Decoder(Line)


def verified(
    lines: Iterable[bytes],
    notes: Sequence[str] = (),
    keys: Sequence[NoteKey] = (),
    *,
    told: Callable[[int, int], None] | None = None,
) -> Ledger:
    """Give how far a ledger was verified, from its export. Raises the first fault that is found.

    ``notes`` are signed checkpoints. They must be signed by one of ``keys``; where none is given, by a key of the
    export, which shows who made them only as far as the export is believed. That they were kept elsewhere is what makes
    them worth something either way. ``told`` hears now and then how many entries of how many were verified.
    """
    checkpoints = [_checkpoint(note) for note in notes]
    verification = Verification(is_signature, checkpoints)
    known: list[NoteKey] = list(keys)
    are_signed = False
    for count, text in enumerate(lines, start=1):
        line = _read(text, count)
        if isinstance(line, LedgerKey) and not keys:
            known += {NoteKey(checkpoint.origin, line.public) for checkpoint in checkpoints}
        elif not are_signed and not isinstance(line, Heading | LedgerKey):
            _demand_signed(notes, known)
            are_signed = True
        verification.take(line)
        if told is not None and not count % TOLD_EVERY:
            told(*verification.progress)
    if not are_signed:
        _demand_signed(notes, known)
    return verification.end()


def _read(text: bytes, count: int) -> Line:
    try:
        return _decoder.decode(text)
    except msgspec.MsgspecError:
        raise LineUnreadable(line=count) from None


def _checkpoint(note: str) -> Checkpoint:
    try:
        return Checkpoint.read(text_of(note))
    except NoteRefused:
        raise CheckpointMalformed from None


def _demand_signed(notes: Iterable[str], keys: Iterable[NoteKey]) -> None:
    for note in notes:
        if not any(_is_signed(note, key) for key in keys):
            raise CheckpointNotSigned(checkpoint=_checkpoint(note).size)


def _is_signed(note: str, key: NoteKey) -> bool:
    try:
        return is_signed_by(note, key)
    except NoteRefused:
        raise CheckpointMalformed from None
