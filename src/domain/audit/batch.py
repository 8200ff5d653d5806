"""Batches: entries that were sealed together, each batch chained to the one before it and signed."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from domain.audit.merkle import HASH_BYTES, Hash, Tree
from domain.shared.identifiers import ClinicId
from domain.shared.time import Instant
from domain.shared.values import Code, ValueObject

BEFORE_THE_FIRST: Final = bytes(HASH_BYTES)
"""Stands where the first batch would name the one before it."""

_SIGNED: Final = b"polyclinic ledger batch 1\n"
"""What a signature of a batch begins with: it is good for nothing else."""

_encode: Final = msgspec.json.Encoder(order="sorted").encode


class BatchHeader(ValueObject, frozen=True, kw_only=True):
    """What is signed of a batch."""

    clinic: ClinicId
    batch: int
    """Counted from 1 in each clinic."""
    first: int
    """The number of its first entry."""
    last: int
    root: Hash
    """The root of the tree over the batch's own entries."""
    previous: Hash
    """The hash of the header before it."""
    at: Instant
    key: Code
    """The key that signed, so that keys can change."""

    def canonical(self) -> bytes:
        """Write the header in its only form."""
        return _encode(self)

    def digest(self) -> bytes:
        """Give the hash by which the next batch names it."""
        return sha256(self.canonical()).digest()

    def signed(self) -> bytes:
        """Give what the signature is over."""
        return _SIGNED + self.canonical()


class Ledger(ValueObject, frozen=True, kw_only=True):
    """A clinic's ledger as far as it has come: what the next batch follows."""

    clinic: ClinicId
    batches: int = 0
    tree: Tree = Tree()
    """Over all entries of the clinic."""
    last: Hash = BEFORE_THE_FIRST
    """The hash of the last header."""

    def sealing(self, leaves: Sequence[bytes], key: str, at: datetime) -> tuple["Ledger", BatchHeader]:
        """Add entries as the next batch, to be signed with a key; at least one."""
        header = BatchHeader(
            clinic=self.clinic,
            batch=self.batches + 1,
            first=self.tree.size + 1,
            last=self.tree.size + len(leaves),
            root=Tree().grown(leaves).root,
            previous=self.last,
            at=at,
            key=key,
        )
        after = Ledger(clinic=self.clinic, batches=header.batch, tree=self.tree.grown(leaves), last=header.digest())
        return after, header
