"""Read models of the registry."""

from sqlalchemy import Boolean, Column, Computed, DateTime, Index, Integer, LargeBinary, Table, Text, Uuid, text
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
    Column("past_consents", JSONB, nullable=False, server_default=text("'[]'")),
    Column("deactivation", JSONB),
    Column("identity_check", Text, Computed("identity ->> 'method'", persisted=True)),
    Column(
        "telehealth_consent",
        Boolean,
        Computed("""jsonb_path_exists(consents, '$[*] ? (@.kind == "telehealth")')""", persisted=True),
    ),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("patient_registered_at_idx", "clinic_id", "registered_at", "id"),
)
"""One row a patient; name, birth date, contacts, identifiers and coverages are in ``sealed``.

``identity_check`` (how the identity was verified, null where it was not) and ``telehealth_consent`` say what is in the
two documents beside them in a form that other contexts read within their own transactions.
"""

registry_policy = Table(
    "registry_policy",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("policy", JSONB, nullable=False),
)
"""At most one row a clinic."""

representation = Table(
    "representation",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("named_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("account", Uuid, nullable=False),
    Column("capacity", Text, nullable=False),
    Column("scopes", JSONB, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Index("representation_account_idx", "clinic_id", "account", "named_at", "id"),
    Index("representation_patient_idx", "clinic_id", "patient", "named_at", "id"),
    Index("representation_named_at_idx", "clinic_id", "named_at", "id"),
)
"""One row for each account that acts, or acted, for a patient. Until when a guardian's holds is a question of age."""

patient_link = Table(
    "patient_link",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("survivor", Uuid, nullable=False),
    Column("linked_at", DateTime(timezone=True), nullable=False),
    Column("unlinked_at", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(
        "patient_link_live_idx",
        "clinic_id",
        "patient",
        unique=True,
        postgresql_where=text("unlinked_at is null"),
    ),
    Index("patient_link_patient_idx", "clinic_id", "patient"),
    Index("patient_link_survivor_idx", "clinic_id", "survivor"),
)
"""One row a link of a duplicate (``patient``) to the record that stays; the reason is in ``sealed``.

A record is the duplicate of one other at a time.
"""

erasure = Table(
    "erasure",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Uuid, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("settled_by", Uuid),
    Column("settled_at", DateTime(timezone=True)),
    Column("records", JSONB, nullable=False),
    Index("erasure_requested_at_idx", "clinic_id", "requested_at", "id"),
    Index("erasure_patient_idx", "clinic_id", "patient", "requested_at", "id"),
    Index("erasure_open_idx", "clinic_id", "patient", unique=True, postgresql_where=text("state = 'requested'")),
)
"""One row a request to erase a patient; for one record one request is open at a time."""

legal_hold = Table(
    "legal_hold",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("placed_by", Uuid, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("lifted_by", Uuid),
    Column("lifted_at", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("legal_hold_placed_at_idx", "clinic_id", "placed_at", "id"),
    Index("legal_hold_patient_idx", "clinic_id", "patient", "placed_at", "id"),
)
"""One row a matter for which a record is kept; the matter is in ``sealed``, under the patient's key."""

care_assignment = Table(
    "care_assignment",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("provider", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("assigned_at", DateTime(timezone=True), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Index("care_assignment_assigned_at_idx", "clinic_id", "assigned_at", "id"),
    Index("care_assignment_patient_idx", "clinic_id", "patient", "assigned_at", "id"),
    Index("care_assignment_provider_idx", "clinic_id", "provider", "assigned_at", "id"),
)
"""One row for each provider who is, or was, in a patient's care team."""

break_glass = Table(
    "break_glass",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("account", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("broken_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text),
    Column("reviewed_by", Uuid),
    Column("reviewed_at", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("break_glass_broken_at_idx", "clinic_id", "broken_at", "id"),
    Index("break_glass_patient_idx", "clinic_id", "patient", "account", "ends_at", "id"),
    Index("break_glass_account_idx", "clinic_id", "account", "broken_at", "id"),
    Index(
        "break_glass_unreviewed_idx",
        "clinic_id",
        "broken_at",
        "id",
        postgresql_where=text("outcome is null"),
    ),
    Index(
        "break_glass_reviewed_idx",
        "clinic_id",
        "broken_at",
        "id",
        postgresql_where=text("outcome is not null"),
    ),
)
"""One row a record that was opened outside of care; the reason is in ``sealed``, under the patient's key."""

disclosure = Table(
    "disclosure",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("disclosed_at", DateTime(timezone=True), nullable=False),
    Column("kinds", JSONB, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("corrected_by", Uuid),
    Column("suspended_until", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("disclosure_patient_idx", "clinic_id", "patient", "disclosed_at", "id"),
)
"""One row a disclosure that somebody wrote down; to whom, why and what an agency stated is in ``sealed``, under the
patient's key. The auditor's role reads which are suspended, and no more."""

patient_token = Table(
    "patient_token",
    METADATA,
    clinic_id(),
    Column("kind", Text, primary_key=True),
    Column("token", LargeBinary, primary_key=True),
    Column("registered_at", DateTime(timezone=True), primary_key=True),
    Column("patient_id", Uuid, primary_key=True),
    Index("patient_token_patient_idx", "clinic_id", "patient_id"),
    Index(
        "patient_token_identifier_idx",
        "clinic_id",
        "token",
        unique=True,
        postgresql_where=text("kind = 'identifier'"),
    ),
)
"""Blind index: keyed digests of what patients are searched by, each kind's matches in the order of registration.

An identifier names one patient.
"""
