"""Entries are sealed in batches, each of which follows the one before it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from domain.audit.batch import BEFORE_THE_FIRST, BatchHeader, Ledger
from domain.audit.entry import LedgerEntry
from domain.audit.merkle import Tree, leaf_hash
from domain.shared.identifiers import ClinicId

LAKESIDE = ClinicId(UUID(int=1))
NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
KEY = "a-key"

entry = LedgerEntry(
    clinic=LAKESIDE,
    id=UUID(int=2),
    at=NINE,
    actor=UUID(int=3),
    role="clinician",
    operation="patients.get-patient",
    outcome="done",
    command=UUID(int=4),
    request=UUID(int=4),
    subjects=(UUID(int=5),),
    streams=(),
    on_behalf_of=(),
    purpose="treatment",
    fields=("demographics",),
    break_glass=None,
    key=UUID(int=6),
    origin=b"sealed",
)

LEAVES = [leaf_hash(bytes([number])) for number in range(5)]


def test_an_entry_has_one_form() -> None:
    """An entry is written in one way only, and read back from it as it was."""
    written = entry.canonical()
    members = list(msgspec.json.decode(written))
    assert members == sorted(members)
    assert b" " not in written
    assert msgspec.json.decode(written, type=LedgerEntry) == entry
    assert entry.leaf() == leaf_hash(written)


def test_numbers_have_no_gap() -> None:
    """Entries are numbered from 1 in each clinic, and each batch goes on where the last one ended."""
    ledger, first = Ledger(clinic=LAKESIDE).sealing(LEAVES[:3], KEY, NINE)
    ledger, second = ledger.sealing(LEAVES[3:], KEY, NINE)
    assert [(header.batch, header.first, header.last) for header in (first, second)] == [(1, 1, 3), (2, 4, 5)]
    assert (ledger.batches, ledger.tree) == (2, Tree().grown(LEAVES))


def test_each_names_the_one_before_it() -> None:
    """A batch that is left out or changed is missed by the next."""
    ledger, first = Ledger(clinic=LAKESIDE).sealing(LEAVES[:3], KEY, NINE)
    _, second = ledger.sealing(LEAVES[3:], KEY, NINE)
    assert (first.previous, second.previous) == (BEFORE_THE_FIRST, first.digest())
    other = msgspec.structs.replace(first, at=NINE.replace(hour=10))
    assert other.digest() != second.previous


def test_a_batch_stands_for_its_own_entries() -> None:
    """A header holds the hash over the batch's entries alone, and the key by which it was signed."""
    ledger, _ = Ledger(clinic=LAKESIDE).sealing(LEAVES[:3], KEY, NINE)
    _, second = ledger.sealing(LEAVES[3:], "another-key", NINE)
    assert (second.root, second.key) == (Tree().grown(LEAVES[3:]).root, "another-key")


def test_what_is_signed_is_for_batches_alone() -> None:
    """The signature of a batch can be shown for nothing else."""
    _, header = Ledger(clinic=LAKESIDE).sealing(LEAVES, KEY, NINE)
    assert header.signed() == b"polyclinic ledger batch 1\n" + header.canonical()
    assert msgspec.json.decode(header.canonical(), type=BatchHeader) == header
