"""Verifying a ledger from an export and from checkpoints that were kept elsewhere, with nothing else at hand.

What stands in the export alone shows whether it agrees with itself: every entry is what was hashed, every batch what
was signed and chained. Whoever holds the signing key could write all of it anew; against them help the checkpoints,
over which they have no power.
"""

from collections.abc import Callable, Iterable
from typing import Final

from domain.audit.batch import BatchHeader, Ledger
from domain.audit.checkpoint import Checkpoint, origin_of
from domain.audit.export import Heading, LedgerKey, Line, NumberedEntry, SealedBatch
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
from domain.audit.merkle import Tree

FORMAT: Final = 1

Signed = Callable[[bytes, bytes, bytes], bool]
"""Tells whether a public key made a signature over bytes."""


class Verification:
    """Takes an export line by line and raises at the first that is not what was sealed."""

    def __init__(self, is_signed: Signed, checkpoints: Iterable[Checkpoint] = ()) -> None:
        """``checkpoints`` are those that were kept elsewhere; without any, only agreement with itself is shown."""
        self._is_signed = is_signed
        self._ahead = sorted(checkpoints, key=lambda checkpoint: checkpoint.size)
        self._keys: dict[str, bytes] = {}
        self._ledger: Ledger | None = None
        self._leaves: list[bytes] = []
        self._met = 0
        """The size of the last checkpoint that was met."""

    @property
    def ledger(self) -> Ledger:
        """How far it was verified. Raises ``NoLedger`` where there was no heading."""
        if self._ledger is None:
            raise NoLedger
        return self._ledger

    @property
    def progress(self) -> tuple[int, int]:
        """How many entries were verified, of how many. Raises ``NoLedger`` where there was no heading."""
        return self.ledger.tree.size + len(self._leaves), self._promised.entries

    def take(self, line: Line) -> None:
        """Verify the next line. Raises what is wrong with it, by its number."""
        match line:
            case NumberedEntry():
                self._take_entry(line)
            case SealedBatch():
                self._take_batch(line)
            case LedgerKey():
                self._keys[line.kid] = line.public
            case _:
                self._begin(line)

    def end(self) -> Ledger:
        """Give the ledger that was verified. Raises ``NotSealed``, ``CutShort``."""
        ledger = self.ledger
        if self._leaves:
            raise NotSealed(number=ledger.tree.size + 1)
        if (ledger.batches, ledger.tree.size) != (self._promised.batches, self._promised.entries):
            raise CutShort(entries=ledger.tree.size, promised=self._promised.entries)
        if self._ahead:
            raise CutShort(entries=ledger.tree.size, checkpoint=self._ahead[0].size)
        return ledger

    def _begin(self, heading: Heading) -> None:
        if self._ledger is not None or heading.format != FORMAT:
            raise NoLedger
        if any(checkpoint.origin != origin_of(heading.clinic) for checkpoint in self._ahead):
            raise NoLedger
        self._ledger, self._promised = Ledger(clinic=heading.clinic), heading

    def _take_entry(self, line: NumberedEntry) -> None:
        ledger = self.ledger
        expected = ledger.tree.size + len(self._leaves) + 1
        if line.number != expected:
            raise OutOfOrder(number=expected, found=line.number)
        if line.entry is None:
            raise EntryMissing(number=expected)
        leaf = line.entry.leaf()
        if leaf != line.leaf:
            raise EntryAltered(number=expected, entry=line.entry.id)
        if line.entry.clinic != ledger.clinic:
            raise EntryOfAnotherClinic(number=expected, entry=line.entry.id)
        self._leaves.append(leaf)

    def _take_batch(self, line: SealedBatch) -> None:
        ledger, header = self.ledger, line.header
        if header.batch != ledger.batches + 1 or header.clinic != ledger.clinic:
            raise OutOfOrder(batch=ledger.batches + 1, found=header.batch)
        first, last = ledger.tree.size + 1, ledger.tree.size + len(self._leaves)
        if (header.first, header.last) != (first, last) or Tree().grown(self._leaves).root != header.root:
            raise BatchAltered(batch=header.batch, first=header.first, last=header.last)
        if header.previous != ledger.last:
            raise BatchNotChained(batch=header.batch)
        if not self._has_signed(header, line.signature):
            raise BatchNotSigned(batch=header.batch, key=header.key)
        tree = self._met_on_the_way(ledger.tree)
        self._ledger = Ledger(clinic=ledger.clinic, batches=header.batch, tree=tree, last=header.digest())
        self._leaves.clear()

    def _has_signed(self, header: BatchHeader, signature: bytes) -> bool:
        public = self._keys.get(header.key)
        return public is not None and self._is_signed(public, signature, header.signed())

    def _met_on_the_way(self, tree: Tree) -> Tree:
        """Grow the tree by the batch, and hold it against each checkpoint where that was made. Raises ``Rewritten``."""
        begins, size = tree.size, tree.size + len(self._leaves)
        while self._ahead and self._ahead[0].size <= size:
            checkpoint = self._ahead.pop(0)
            tree = tree.grown(self._leaves[tree.size - begins : checkpoint.size - begins])
            if tree.root != checkpoint.root:
                raise Rewritten(checkpoint=checkpoint.size, first=self._met + 1, last=checkpoint.size)
            self._met = checkpoint.size
        return tree.grown(self._leaves[tree.size - begins :])
