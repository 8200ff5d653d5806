"""Whoever has an export and the checkpoints finds what was done to the ledger, and where it begins."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.audit.checkpoint import Checkpoint
from domain.audit.export import Heading, Line, NumberedEntry, SealedBatch
from domain.audit.faults import (
    BatchAltered,
    BatchNotChained,
    BatchNotSigned,
    CutShort,
    EntryAltered,
    EntryMissing,
    EntryOfAnotherClinic,
    NoLedger,
    NotSealed,
    OutOfOrder,
    Rewritten,
)
from domain.audit.verification import Verification
from domain.shared.errors import DomainError
from unit.audit.ledgers import HARBOUR, KID, LAKESIDE, NINE, Export, entry, is_signed, numbered, signature, verify


def changed(of: Any, **fields: Any) -> Any:
    """Give the same with other values."""
    return msgspec.structs.replace(of, **fields)


def found(lines: list[Line], *checkpoints: Checkpoint) -> DomainError:
    """Give what a verifier finds."""
    with pytest.raises(DomainError) as fault:
        verify(lines, *checkpoints)
    return fault.value


def at(lines: list[Line], number: int) -> int:
    """Find the line of an entry."""
    return next(place for place, line in enumerate(lines) if isinstance(line, NumberedEntry) and line.number == number)


def test_what_was_sealed_holds() -> None:
    """A ledger that nobody touched is verified whole, against every checkpoint of it, in any order."""
    export = Export.of(3, 1, 4)
    assert verify(export.lines(), *reversed(export.checkpoints)) == export.ledger


def test_a_checkpoint_may_lie_within_a_batch() -> None:
    """Whoever counted in between is answered too."""
    export = Export.of(2, 3)
    between = Export.of(2, 1).checkpoints[-1]
    assert verify(export.lines(), between) == export.ledger


def test_nothing_is_a_ledger_too() -> None:
    """A clinic of which nothing was sealed has an empty ledger."""
    assert verify(Export.of().lines()).tree.size == 0


def test_it_says_how_far_it_is() -> None:
    """Who verifies a long ledger sees how many entries are done, of how many."""
    verification = Verification(is_signed)
    for line in Export.of(2, 3).lines()[:7]:
        verification.take(line)
    assert verification.progress == (4, 5)


def test_a_changed_entry() -> None:
    """An entry that says something else than when it was sealed is named."""
    lines = Export.of(3, 3).lines()
    place = at(lines, 5)
    lines[place] = changed(lines[place], entry=changed(entry(5), outcome="identity.forbidden"))
    assert isinstance(fault := found(lines), EntryAltered)
    assert fault.details == {"number": 5, "entry": entry(5).id}


def test_a_changed_entry_and_its_hash() -> None:
    """Whoever changes an entry and its hash has not changed the batch that it was sealed in."""
    lines = Export.of(3, 3).lines()
    lines[at(lines, 5)] = numbered(5, changed(entry(5), role="owner"))
    assert isinstance(fault := found(lines), BatchAltered)
    assert fault.details == {"batch": 2, "first": 4, "last": 6}


def test_a_changed_header() -> None:
    """Whoever changes the batch too cannot sign it."""
    export = Export.of(3, 3)
    forged = Export.of(3, 3, said=[entry(1), changed(entry(2), role="owner")])
    (entries, batch), *_ = forged.batches
    export.batches[0] = (entries, changed(batch, signature=export.batches[0][1].signature))
    assert isinstance(found(export.lines()), BatchNotSigned)


def test_a_key_that_nobody_knows() -> None:
    """A batch that is signed by somebody else's key is not believed."""
    export = Export.of(2)
    entries, batch = export.batches[0]
    header = changed(batch.header, key="another")
    export.batches[0] = (entries, SealedBatch(header=header, signature=signature(header.signed(), b"another")))
    assert found(export.lines()).details == {"batch": 1, "key": "another"}


def test_a_batch_that_was_written_anew() -> None:
    """A batch that is signed again, with other entries, is missed by the one behind it."""
    export, forged = Export.of(2, 2), Export.of(2, said=[changed(entry(1), role="owner")])
    export.batches[0] = forged.batches[0]
    assert isinstance(fault := found(export.lines()), BatchNotChained)
    assert fault.details == {"batch": 2}


def test_a_removed_entry() -> None:
    """An entry that is gone from the trail is named; so is one whose number is gone too."""
    lines = Export.of(3).lines()
    place = at(lines, 2)
    lines[place] = changed(lines[place], entry=None)
    assert isinstance(fault := found(lines), EntryMissing)
    assert fault.details == {"number": 2}
    del lines[place]
    assert isinstance(fault := found(lines), OutOfOrder)
    assert fault.details == {"number": 2, "found": 3}


def test_two_entries_that_changed_places() -> None:
    """Entries that were swapped are found, with their numbers and without them."""
    lines = Export.of(3).lines()
    one, other = at(lines, 1), at(lines, 2)
    lines[one], lines[other] = lines[other], lines[one]
    assert isinstance(found(lines), OutOfOrder)
    lines[one], lines[other] = numbered(1, entry(2)), numbered(2, entry(1))
    assert isinstance(found(lines), BatchAltered)


def test_an_entry_of_another_clinic() -> None:
    """What happened elsewhere is not taken for what happened here."""
    export = Export.of(2, said=[entry(1, HARBOUR)])
    assert isinstance(fault := found(export.lines()), EntryOfAnotherClinic)
    assert fault.details == {"number": 1, "entry": entry(1).id}


def test_a_removed_batch() -> None:
    """A batch that is left out with all its entries is found by the next."""
    export = Export.of(2, 2, 2)
    del export.batches[1]
    assert isinstance(found(export.lines()), OutOfOrder)
    export.batches.insert(1, ([numbered(3), numbered(4)], export.batches[1][1]))
    assert found(export.lines()).details == {"batch": 2, "found": 3}


def test_a_batch_of_another_clinic() -> None:
    """A batch of another clinic's ledger has no place here."""
    export = Export.of(1)
    entries, batch = export.batches[0]
    export.batches[0] = (entries, changed(batch, header=changed(batch.header, clinic=HARBOUR)))
    assert isinstance(found(export.lines()), OutOfOrder)


def test_an_end_that_was_cut_off() -> None:
    """The last batches cannot be removed: the heading counts them, and whoever changes that meets the checkpoint."""
    whole, cut = Export.of(2, 2), Export.of(2)
    lines = [whole.lines()[0], *cut.lines()[1:]]
    assert isinstance(fault := found(lines), CutShort)
    assert fault.details == {"entries": 2, "promised": 4}
    assert verify(cut.lines()) == cut.ledger
    assert isinstance(fault := found(cut.lines(), *whole.checkpoints), CutShort)
    assert fault.details == {"entries": 2, "checkpoint": 4}


def test_entries_behind_the_last_batch() -> None:
    """An entry that no batch holds is not verified, and is said so."""
    lines = [*Export.of(1).lines(), numbered(2)]
    assert isinstance(fault := found(lines), NotSealed)
    assert fault.details == {"number": 2}


def test_a_ledger_that_was_written_anew() -> None:
    """Whoever holds the key can write a ledger that agrees with itself, and not one that meets the checkpoints."""
    honest = Export.of(2, 2, 2)
    forged = Export.of(2, 2, 2, said=[entry(1), entry(2), changed(entry(3), outcome="identity.forbidden")])
    assert verify(forged.lines()) == forged.ledger
    assert isinstance(fault := found(forged.lines(), *honest.checkpoints), Rewritten)
    assert fault.details == {"checkpoint": 4, "first": 3, "last": 4}
    assert found(forged.lines(), honest.checkpoints[1]).details == {"checkpoint": 4, "first": 1, "last": 4}


def test_two_ledgers_side_by_side() -> None:
    """Of two ledgers that were shown to two people, one does not meet the other's checkpoint."""
    shown_here, shown_there = Export.of(2, 2), Export.of(2, 2, said=[entry(1), entry(2), entry(9)])
    assert verify(shown_here.lines(), shown_here.checkpoints[1]) == shown_here.ledger
    assert isinstance(found(shown_here.lines(), shown_there.checkpoints[1]), Rewritten)


def test_what_is_no_export() -> None:
    """Without a heading, with two, of another form, or of another clinic than the checkpoint, nothing is verified."""
    export = Export.of(1)
    heading, *rest = export.lines()
    elsewhere = Checkpoint.of(HARBOUR, 1, export.ledger.tree.root)
    assert isinstance(heading, Heading)
    for lines in ([], rest, [heading, heading, *rest], [changed(heading, format=2), *rest]):
        assert isinstance(found(list(lines)), NoLedger)
    assert isinstance(found([heading, *rest], elsewhere), NoLedger)


def test_when_it_was_sealed_is_sealed_too() -> None:
    """Nobody can say later that a batch was sealed at another time."""
    export = Export.of(1)
    entries, batch = export.batches[0]
    export.batches[0] = (entries, changed(batch, header=changed(batch.header, at=NINE.replace(year=2031))))
    assert (batch.header.clinic, batch.header.key) == (LAKESIDE, KID)
    assert isinstance(found(export.lines()), BatchNotSigned)
