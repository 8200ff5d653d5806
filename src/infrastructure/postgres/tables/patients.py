"""Read models of the registry."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from infrastructure.postgres.tables.metadata import METADATA, clinic_id

patient = Table(
    "patient",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("identity", JSONB),
    Column("consents", JSONB, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("patient_registered_at_idx", "clinic_id", "registered_at", "id"),
)
"""One row a patient; name, birth date, contacts and identifiers are in ``sealed``."""

patient_token = Table(
    "patient_token",
    METADATA,
    clinic_id(),
    Column("kind", Text, primary_key=True),
    Column("token", LargeBinary, primary_key=True),
    Column("patient_id", Uuid, primary_key=True),
    Index("patient_token_patient_idx", "clinic_id", "patient_id"),
)
"""Blind index: keyed digests of what patients are searched by."""
