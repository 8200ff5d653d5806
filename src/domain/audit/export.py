"""An export of a ledger: one JSON object a line, all that is needed to verify it without the system it came from."""

from typing import TypeAlias

from domain.audit.batch import BatchHeader
from domain.audit.entry import LedgerEntry
from domain.audit.merkle import Hash
from domain.shared.identifiers import ClinicId
from domain.shared.values import Code, Public, ValueObject


class Heading(ValueObject, frozen=True, kw_only=True, tag_field="line", tag="ledger"):
    """Whose ledger it is; the first line."""

    clinic: ClinicId
    batches: int
    """How many there were as the export began."""
    entries: int
    format: int = 1


class LedgerKey(ValueObject, frozen=True, kw_only=True, tag_field="line", tag="key"):
    """A key by which batches were signed."""

    kid: Code
    public: Public[bytes]
    """Ed25519, raw (RFC 8032)."""


class NumberedEntry(ValueObject, frozen=True, kw_only=True, tag_field="line", tag="entry"):
    """An entry in its place."""

    number: int
    leaf: Hash
    """Its hash, as it was sealed."""
    entry: LedgerEntry | None
    """``None`` where the trail has it no more."""


class SealedBatch(ValueObject, frozen=True, kw_only=True, tag_field="line", tag="batch"):
    """A batch, behind its entries."""

    header: BatchHeader
    signature: Public[bytes]


Line: TypeAlias = Heading | LedgerKey | NumberedEntry | SealedBatch
