"""A ledger as it is exported, to be tampered with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from domain.audit.batch import Ledger
from domain.audit.checkpoint import Checkpoint
from domain.audit.entry import LedgerEntry
from domain.audit.export import Heading, LedgerKey, Line, NumberedEntry, SealedBatch
from domain.audit.verification import Verification
from domain.shared.identifiers import ClinicId

LAKESIDE, HARBOUR = ClinicId(UUID(int=1)), ClinicId(UUID(int=2))
NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
KID, KEY = "key-of-2030", b"known to whoever verifies"


def entry(number: int, clinic: ClinicId = LAKESIDE) -> LedgerEntry:
    """Somebody reads a patient's record."""
    return LedgerEntry(
        clinic=clinic,
        id=UUID(int=1000 + number),
        at=NINE + timedelta(minutes=number),
        actor=UUID(int=3),
        role="clinician",
        operation="patients.get-patient",
        outcome="done",
        command=UUID(int=number),
        request=UUID(int=number),
        subjects=(UUID(int=5),),
        streams=(),
        on_behalf_of=(),
        purpose="treatment",
        fields=("demographics",),
        break_glass=None,
        key=UUID(int=6),
        origin=b"sealed",
    )


def signature(message: bytes, key: bytes = KEY) -> bytes:
    """Sign, in a way that needs no library."""
    return sha256(key + message).digest()


def is_signed(public: bytes, made: bytes, message: bytes) -> bool:
    """Tell whether that signature was made with the key."""
    return made == signature(message, public)


def numbered(number: int, of: LedgerEntry | None = None) -> NumberedEntry:
    """Put an entry in its place."""
    said = of or entry(number)
    return NumberedEntry(number=number, leaf=said.leaf(), entry=said)


@dataclass
class Export:
    """A ledger of batches, and what was noted of it elsewhere on the way."""

    batches: list[tuple[list[NumberedEntry], SealedBatch]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=lambda: Ledger(clinic=LAKESIDE))
    checkpoints: list[Checkpoint] = field(default_factory=list)

    @classmethod
    def of(cls, *sizes: int, said: Sequence[LedgerEntry] = ()) -> Export:
        """Seal batches of so many entries each; ``said`` stand in the first places."""
        export = cls()
        for size in sizes:
            first = export.ledger.tree.size + 1
            places = range(first, first + size)
            export.seal([numbered(place, said[place - 1] if place <= len(said) else None) for place in places])
        return export

    def seal(self, entries: list[NumberedEntry]) -> None:
        """Seal a batch, and note a checkpoint behind it."""
        self.ledger, header = self.ledger.sealing([one.leaf for one in entries], KID, NINE)
        self.batches.append((entries, SealedBatch(header=header, signature=signature(header.signed()))))
        self.checkpoints.append(Checkpoint.of(LAKESIDE, self.ledger.tree.size, self.ledger.tree.root))

    def lines(self) -> list[Line]:
        """Write the export."""
        heading = Heading(clinic=LAKESIDE, batches=self.ledger.batches, entries=self.ledger.tree.size)
        written: list[Line] = [heading, LedgerKey(kid=KID, public=KEY)]
        for entries, batch in self.batches:
            written += [*entries, batch]
        return written


def verify(lines: Iterable[Line], *checkpoints: Checkpoint) -> Ledger:
    """Verify an export."""
    verification = Verification(is_signed, checkpoints)
    for line in lines:
        verification.take(line)
    return verification.end()
