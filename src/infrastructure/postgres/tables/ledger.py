"""The ledger over the audit trail: what waits to be sealed, numbered entries, signed batches, and their keys."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from infrastructure.postgres.tables.log import INSTALLATION, Xid8
from infrastructure.postgres.tables.metadata import METADATA, clinic_id

audit_arrival = Table(
    "audit_arrival",
    METADATA,
    clinic_id(),
    Column("epoch", SmallInteger, primary_key=True, server_default=text("current_log_epoch()")),
    Column("xid", Xid8, primary_key=True, server_default=text("pg_current_xact_id()")),
    Column("position", BigInteger, Identity(), primary_key=True),
    Column("entry_id", Uuid, nullable=False),
    Index("audit_arrival_order_idx", "epoch", "xid", "position"),
)
"""Entries that no batch holds yet, in the order of the log."""

ledger_head = Table(
    "ledger_head",
    METADATA,
    clinic_id(),
    Column("batches", BigInteger, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("last", LargeBinary, nullable=False),
)
"""How far a clinic's ledger has come: what its next batch follows."""

ledger_entry = Table(
    "ledger_entry",
    METADATA,
    clinic_id(),
    Column("number", BigInteger, primary_key=True),
    Column("entry_id", Uuid, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("clinic_id", "entry_id"),
)
"""The number of each sealed entry, from 1 without a gap, and its hash."""

ledger_batch = Table(
    "ledger_batch",
    METADATA,
    clinic_id(),
    Column("batch", BigInteger, primary_key=True),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""What was signed of each batch, byte for byte, and the signature."""

ledger_key = Table(
    "ledger_key",
    METADATA,
    Column("kid", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    info=INSTALLATION,
)
"""The public keys by which batches are verified; they stay when their private halves are gone."""

ledger_checkpoint = Table(
    "ledger_checkpoint",
    METADATA,
    clinic_id(),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
"""The checkpoints that were made of a clinic's ledger, by how many entries each is over; each as it was signed."""

ledger_anchoring = Table(
    "ledger_anchoring",
    METADATA,
    clinic_id(),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("anchor", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)
"""Which anchor has taken which checkpoint."""
