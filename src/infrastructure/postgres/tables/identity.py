"""Clinics, accounts, credentials, sessions and keys; and the few tables of the installation that lead to a clinic."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from infrastructure.postgres.tables.log import INSTALLATION
from infrastructure.postgres.tables.metadata import METADATA, clinic_id

clinic = Table(
    "clinic",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("zone", JSONB, nullable=False),
    Column("locale", Text, nullable=False),
    Column("sandbox_clock", DateTime(timezone=True)),
    Column("sites", JSONB, nullable=False),
    Column("rooms", JSONB, nullable=False),
    Column("standing", Text, nullable=False, server_default="open"),
    Column("branding", JSONB),
    Column("lock_out", JSONB),
    Column("second_factor", JSONB),
)
"""The clinic itself: one row, whose ``id`` is its ``clinic_id``."""

clinic_directory = Table(
    "clinic_directory",
    METADATA,
    Column("slug", Text, primary_key=True),
    Column("clinic_id", Uuid, nullable=False, unique=True),
    Column("standing", Text, nullable=False, server_default="open"),
    Column("rates", JSONB),
    Index("clinic_directory_standing_idx", "clinic_id", postgresql_where=text("standing <> 'open'")),
    Index("clinic_directory_rates_idx", "clinic_id", postgresql_where=text("rates is not null")),
    info=INSTALLATION,
)
"""Which clinic a short name stands for, how it stands, and how often its people may ask where that is its own.

Read before a clinic is chosen; holds nothing personal."""

api_key_directory = Table(
    "api_key_directory",
    METADATA,
    Column("prefix", Text, primary_key=True),
    Column("clinic_id", Uuid, nullable=False),
    info=INSTALLATION,
)
"""Which clinic a service key belongs to, by the part of the key that may be shown."""

operator = Table(
    "operator",
    METADATA,
    Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
    Column("email", Text, unique=True),
    Column("email_token", LargeBinary, unique=True),
    Column("key_id", Uuid),
    Column("sealed", LargeBinary),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("password_hash", Text, nullable=False),
    info=INSTALLATION,
)
"""Who runs the installation. The address is in ``sealed``, under the installation's key, and found by its token.

``email`` held it in clear once: whoever was added then is sealed at the next sign-in, and a later migration drops it.
"""

account = Table(
    "account",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("invited_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("role", Text, nullable=False),
    Column("patient", Uuid),
    Column("provider", Uuid),
    Column("invitation_expires_at", DateTime(timezone=True), nullable=False),
    Column("accepted_at", DateTime(timezone=True)),
    Column("disabled_at", DateTime(timezone=True)),
    Column("locked_until", DateTime(timezone=True)),
    Column("totp_since", DateTime(timezone=True)),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("account_invited_at_idx", "clinic_id", "invited_at", "id"),
    Index("account_role_idx", "clinic_id", "role", "invited_at", "id"),
    Index("account_standing_idx", "clinic_id", "disabled_at", "accepted_at"),
    Index("account_patient_idx", "clinic_id", "patient", postgresql_where=text("patient is not null")),
    Index("account_provider_idx", "clinic_id", "provider", postgresql_where=text("provider is not null")),
    Index("account_owner_idx", "clinic_id", "id", postgresql_where=text("role = 'owner' and disabled_at is null")),
)
"""One row an account; the e-mail address is in ``sealed``."""

account_email = Table(
    "account_email",
    METADATA,
    clinic_id(),
    Column("token", LargeBinary, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    UniqueConstraint("clinic_id", "account_id"),
)
"""Blind index: the keyed digest of each account's e-mail address, until the account is disabled."""

credential = Table(
    "credential",
    METADATA,
    clinic_id(),
    Column("account_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("password_hash", Text),
    Column("invitation", LargeBinary),
)
"""With what people sign in: the password's hash, and the digest of the invitation's token."""

second_factor = Table(
    "second_factor",
    METADATA,
    clinic_id(),
    Column("account_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""The device and the recovery codes of each account that has some, sealed as a whole under the clinic's key."""

sign_in_tries = Table(
    "sign_in_tries",
    METADATA,
    clinic_id(),
    Column("token", LargeBinary, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("locked_until", DateTime(timezone=True)),
    Column("forgotten_at", DateTime(timezone=True), nullable=False),
    Index("sign_in_tries_forgotten_at_idx", "clinic_id", "forgotten_at"),
)
"""How often somebody tried to sign in: the keyed digest of a name, whether anybody has it or not, or of an address.

The operators' are those of the clinic that the installation stands for. A row is deleted by others once it is
forgotten.
"""

sign_in_session = Table(
    "sign_in_session",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("account", Uuid, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("idle_expires_at", DateTime(timezone=True), nullable=False),
    Column("current", LargeBinary, nullable=False),
    Column("previous", LargeBinary),
    Column("rotated_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("why", Text),
    Column("with_code", Boolean, nullable=False, server_default=false()),
    Column("proven_at", DateTime(timezone=True)),
    Column("key_id", Uuid),
    Column("successor", LargeBinary),
    Index(
        "sign_in_session_live_idx",
        "clinic_id",
        "account",
        "idle_expires_at",
        postgresql_where=text("ended_at is null"),
    ),
)
"""Sign-in sessions with the digests of their refresh tokens; the newest token itself is sealed in ``successor``."""

ended_session = Table(
    "ended_session",
    METADATA,
    Column("session_id", Uuid, primary_key=True),
    Column("ended_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Index("ended_session_at_idx", "ended_at"),
    info=INSTALLATION,
)
"""Which sessions ended lately, for all processes to hear: ids alone, by the database's clock. ADR 25."""

api_key = Table(
    "api_key",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", JSONB, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("holder", JSONB),
    Index("api_key_issued_at_idx", "clinic_id", "issued_at", "id"),
    Index("api_key_standing_idx", "clinic_id", "revoked_at", "expires_at"),
    Index("api_key_outsider_idx", "clinic_id", "id", postgresql_where=text("(holder ->> 'is') = 'outsider'")),
)
"""One row a service key, without its secret; no ``holder`` stands for the clinic, whose all keys once were."""

api_key_scope = Table(
    "api_key_scope",
    METADATA,
    clinic_id(),
    Column("scope", Text, primary_key=True),
    Column("api_key_id", Uuid, primary_key=True),
    Index("api_key_scope_api_key_idx", "clinic_id", "api_key_id"),
)
"""The operations that each key is for, by which keys are found."""

api_key_secret = Table(
    "api_key_secret",
    METADATA,
    clinic_id(),
    Column("api_key_id", Uuid, primary_key=True),
    Column("prefix", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("clinic_id", "prefix"),
)
"""The digest of each key's secret; none for a key that was revoked."""
