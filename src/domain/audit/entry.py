"""An entry of the ledger, as it is hashed."""

from typing import Final
from uuid import UUID

import msgspec

from domain.audit.merkle import leaf_hash
from domain.shared.identifiers import ClinicId
from domain.shared.time import Instant
from domain.shared.values import Code, Personal, ValueObject

_encode: Final = msgspec.json.Encoder(order="sorted").encode


class LedgerEntry(ValueObject, frozen=True, kw_only=True):
    """Who did or read what: ids and codes, and what is personal as it is sealed, so that an erasure changes nothing."""

    clinic: ClinicId
    id: UUID
    at: Instant
    actor: UUID
    role: Code
    operation: Code
    outcome: Code
    command: UUID
    request: UUID
    subjects: tuple[UUID, ...]
    streams: tuple[UUID, ...]
    on_behalf_of: tuple[UUID, ...]
    purpose: Code | None
    """``None`` in entries that are older than purposes are kept."""
    fields: tuple[Code, ...]
    break_glass: UUID | None
    key: UUID | None
    """Under which ``origin`` is sealed."""
    origin: Personal[bytes] | None

    def canonical(self) -> bytes:
        """Write the entry in its only form: JSON without spaces, members sorted by name (as RFC 8785 has them)."""
        return _encode(self)

    def leaf(self) -> bytes:
        """Give the entry's place in the tree."""
        return leaf_hash(self.canonical())
