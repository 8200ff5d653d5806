"""Read models of the directory."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from infrastructure.postgres.tables.metadata import METADATA, clinic_id

provider = Table(
    "provider",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("profile", JSONB, nullable=False),
    Column("visit_types", JSONB, nullable=False),
    Column("suspended", Boolean, nullable=False, server_default=text("false")),
    Column("last_day", Date),
    Column("leaves_at", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("provider_added_at_idx", "clinic_id", "added_at", "id"),
    Index("provider_suspended_idx", "clinic_id", "suspended"),
    Index("provider_leaves_at_idx", "clinic_id", "leaves_at"),
)
"""One row a provider; the name and the regulators' registers are in ``sealed``."""

provider_authority = Table(
    "provider_authority",
    METADATA,
    clinic_id(),
    Column("provider_id", Uuid, primary_key=True),
    Column("authority_id", Uuid, primary_key=True),
    Column("jurisdiction", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("revoked", Boolean, nullable=False, server_default=text("false")),
    Index("provider_authority_jurisdiction_idx", "clinic_id", "jurisdiction", "provider_id"),
)
"""Where a provider may practise: from the first to the last day, both included, as the domain reads the law."""

provider_visit_type = Table(
    "provider_visit_type",
    METADATA,
    clinic_id(),
    Column("provider_id", Uuid, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("length_minutes", Integer, nullable=False),
    Column("buffer_before_minutes", Integer, nullable=False),
    Column("buffer_after_minutes", Integer, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Index("provider_visit_type_code_idx", "clinic_id", "code", "provider_id"),
)
"""What a provider can be booked for now."""

provider_specialty = Table(
    "provider_specialty",
    METADATA,
    clinic_id(),
    Column("specialty", Text, primary_key=True),
    Column("provider_id", Uuid, primary_key=True),
    Index("provider_specialty_provider_idx", "clinic_id", "provider_id"),
)

provider_language = Table(
    "provider_language",
    METADATA,
    clinic_id(),
    Column("language", Text, primary_key=True),
    Column("provider_id", Uuid, primary_key=True),
    Index("provider_language_provider_idx", "clinic_id", "provider_id"),
)
"""Every wish for a language that a provider answers: ``es`` stands beside ``es-MX``."""
