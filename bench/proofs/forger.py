"""Whoever tampers with a ledger: with the whole database in hand, and in half of the ways with the signing key too."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final, NamedTuple
from uuid import uuid4

import msgspec

from domain.audit.batch import Ledger
from domain.audit.entry import LedgerEntry
from domain.audit.export import Heading, LedgerKey, Line, NumberedEntry, SealedBatch
from infrastructure.crypto.signing_keys import SigningKeys

Batch = tuple[list[NumberedEntry], SealedBatch]


class Book(NamedTuple):
    """A ledger, taken apart."""

    heading: Heading
    keys: list[LedgerKey]
    batches: list[Batch]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Book":
        """Take an export apart."""
        keys, batches, entries = list[LedgerKey](), list[Batch](), list[NumberedEntry]()
        [heading] = (line for line in lines if isinstance(line, Heading))
        for line in lines:
            match line:
                case LedgerKey():
                    keys.append(line)
                case NumberedEntry():
                    entries.append(line)
                case SealedBatch():
                    batches.append((entries, line))
                    entries = []
        return cls(heading, keys, batches)

    def lines(self) -> list[Line]:
        """Put it together, with a heading that fits it."""
        entries = sum(len(entries) for entries, _ in self.batches)
        lines: list[Line] = [_with(self.heading, batches=len(self.batches), entries=entries), *self.keys]
        for held, batch in self.batches:
            lines += [*held, batch]
        return lines


class Forger:
    """Tampers with one ledger, in one way at a time."""

    def __init__(self, book: Book, keys: SigningKeys, chance: Random) -> None:
        """``keys`` are the ledger's own, private halves included."""
        self._book = book
        self._keys = keys
        self._chance = chance

    def forged(self, how: str) -> list[Line]:
        """Give the ledger as it is after tampering with it in one of the ``WAYS``."""
        batches = [(list(entries), batch) for entries, batch in self._book.batches]
        return Book(self._book.heading, self._book.keys, WAYS[how](self, batches)).lines()

    def _place(self, batches: list[Batch], least: int = 1) -> tuple[int, int]:
        """Choose an entry, in a batch of so many at least."""
        fitting = [number for number, (entries, _) in enumerate(batches) if len(entries) >= least]
        batch = self._chance.choice(fitting)
        return batch, self._chance.randrange(len(batches[batch][0]))

    def _another(self, entry: LedgerEntry) -> LedgerEntry:
        """Change something of an entry, whatever it is."""
        changes: dict[str, Any] = {
            "id": uuid4(),
            "at": entry.at + timedelta(microseconds=1),
            "actor": uuid4(),
            "role": f"{entry.role}s",
            "operation": "patients.list-nobody",
            "outcome": "identity.forbidden" if entry.outcome == "done" else "done",
            "command": uuid4(),
            "request": uuid4(),
            "subjects": (*entry.subjects, uuid4()),
            "streams": (*entry.streams, uuid4()),
            "on_behalf_of": (*entry.on_behalf_of, uuid4()),
            "purpose": "healthcare-research",
            "fields": (*entry.fields, "coverage"),
            "break_glass": uuid4(),
            "key": uuid4(),
            "origin": bytes([*(entry.origin or b""), self._chance.randrange(256)]),
        }
        field = self._chance.choice(sorted(changes))
        changed: LedgerEntry = _with(entry, **{field: changes[field]})
        return changed

    def change(self, batches: list[Batch]) -> list[Batch]:
        """Change an entry, and nothing else."""
        batch, place = self._place(batches)
        line = batches[batch][0][place]
        batches[batch][0][place] = _with(line, entry=self._another(_said(line)))
        return batches

    def change_and_hash(self, batches: list[Batch]) -> list[Batch]:
        """Change an entry and its hash."""
        batch, place = self._place(batches)
        line = batches[batch][0][place]
        batches[batch][0][place] = _numbered(line.number, self._another(_said(line)))
        return batches

    def remove_from_trail(self, batches: list[Batch]) -> list[Batch]:
        """Remove an entry from the trail alone."""
        batch, place = self._place(batches)
        batches[batch][0][place] = _with(batches[batch][0][place], entry=None)
        return batches

    def remove(self, batches: list[Batch]) -> list[Batch]:
        """Remove an entry with its number."""
        batch, place = self._place(batches)
        del batches[batch][0][place]
        return batches

    def swap(self, batches: list[Batch]) -> list[Batch]:
        """Have two entries of a batch change places, with their hashes."""
        batch, _ = self._place(batches, least=2)
        entries = batches[batch][0]
        one, other = self._chance.sample(range(len(entries)), 2)
        first, second = entries[one], entries[other]
        entries[one], entries[other] = _with(second, number=first.number), _with(first, number=second.number)
        return batches

    def double(self, batches: list[Batch]) -> list[Batch]:
        """Have an entry stand twice."""
        batch, place = self._place(batches)
        batches[batch][0].insert(place, batches[batch][0][place])
        return batches

    def move_batch(self, batches: list[Batch]) -> list[Batch]:
        """Have two batches change places."""
        one, other = self._chance.sample(range(len(batches)), 2)
        batches[one], batches[other] = batches[other], batches[one]
        return batches

    def remove_batch(self, batches: list[Batch]) -> list[Batch]:
        """Remove a batch with its entries, but for the last."""
        del batches[self._chance.randrange(len(batches) - 1)]
        return batches

    def change_header(self, batches: list[Batch]) -> list[Batch]:
        """Say that a batch was sealed at another time."""
        place = self._chance.randrange(len(batches))
        entries, batch = batches[place]
        later = _with(batch.header, at=batch.header.at + timedelta(hours=1))
        batches[place] = (entries, _with(batch, header=later))
        return batches

    def change_signature(self, batches: list[Batch]) -> list[Batch]:
        """Flip a bit of a signature."""
        place = self._chance.randrange(len(batches))
        entries, batch = batches[place]
        signature = bytearray(batch.signature)
        signature[self._chance.randrange(len(signature))] ^= 1 << self._chance.randrange(8)
        batches[place] = (entries, _with(batch, signature=bytes(signature)))
        return batches

    def cut(self, batches: list[Batch]) -> list[Batch]:
        """Remove the end, from some batch on."""
        return batches[: self._chance.randrange(len(batches))]

    def rewrite(self, batches: list[Batch]) -> list[Batch]:
        """Change an entry, and seal everything anew from there on."""
        return self._sealed(self.change_and_hash(batches))

    def rewrite_without(self, batches: list[Batch]) -> list[Batch]:
        """Leave an entry out, and seal everything anew."""
        return self._sealed(self.remove(batches))

    def rewrite_with(self, batches: list[Batch]) -> list[Batch]:
        """Invent an entry, and seal everything anew."""
        batch, place = self._place(batches)
        line = batches[batch][0][place]
        batches[batch][0].insert(place, _numbered(line.number, _with(_said(line), id=uuid4())))
        return self._sealed(batches)

    def rewrite_in_another_order(self, batches: list[Batch]) -> list[Batch]:
        """Have two entries change places, and seal everything anew."""
        return self._sealed(self.swap(batches))

    def fork(self, batches: list[Batch]) -> list[Batch]:
        """Go on from some batch with another history, as long as the real one."""
        branch = self._chance.randrange(len(batches))
        for entries, _ in batches[branch:]:
            entries[:] = [_numbered(line.number, _with(_said(line), id=uuid4())) for line in entries]
        return self._sealed(batches)

    def _sealed(self, batches: list[Batch]) -> list[Batch]:
        """Seal batches so that they agree with each other, each when it was sealed before."""
        ledger, anew = Ledger(clinic=self._book.heading.clinic), list[Batch]()
        for entries, batch in batches:
            if not entries:
                continue
            first = ledger.tree.size + 1
            held = [_with(line, number=first + place) for place, line in enumerate(entries)]
            ledger, header = ledger.sealing([line.leaf for line in held], self._keys.signing, batch.header.at)
            signature = self._keys.private.sign(header.signed())
            anew.append((held, SealedBatch(header=header, signature=signature)))
        return anew


WAYS: Final[dict[str, Callable[[Forger, list[Batch]], list[Batch]]]] = {
    "changed entries": Forger.change,
    "changed entries and hashes": Forger.change_and_hash,
    "entries removed from the trail": Forger.remove_from_trail,
    "entries removed": Forger.remove,
    "entries swapped": Forger.swap,
    "entries doubled": Forger.double,
    "batches moved": Forger.move_batch,
    "batches removed": Forger.remove_batch,
    "headers changed": Forger.change_header,
    "signatures changed": Forger.change_signature,
    "ends cut off": Forger.cut,
    "rewritten with the key": Forger.rewrite,
    "rewritten without an entry": Forger.rewrite_without,
    "rewritten with another entry": Forger.rewrite_with,
    "rewritten in another order": Forger.rewrite_in_another_order,
    "forked": Forger.fork,
}


def _with(thing: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(thing, **fields)


def _said(line: NumberedEntry) -> LedgerEntry:
    if line.entry is None:
        raise ValueError("the honest ledger has all of its entries")
    return line.entry


def _numbered(number: int, entry: LedgerEntry) -> NumberedEntry:
    return NumberedEntry(number=number, leaf=entry.leaf(), entry=entry)
