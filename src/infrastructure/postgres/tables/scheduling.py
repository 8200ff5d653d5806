"""Who and what is taken when, and the calendar's read models."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint

from infrastructure.postgres.tables.log import INSTALLATION
from infrastructure.postgres.tables.metadata import METADATA, clinic_id

reservation = Table(
    "reservation",
    METADATA,
    clinic_id(),
    Column("owner_id", Uuid, primary_key=True),
    Column(
        "kind",
        Text,
        CheckConstraint("kind in ('provider', 'room', 'patient')", name="kind"),
        primary_key=True,
    ),
    Column("resource_id", Uuid, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("during", TSTZRANGE, Computed("tstzrange(starts_at, ends_at)", persisted=True)),
    Column("lane", SmallInteger, nullable=False, server_default=text("0")),
    Column(
        "owner_kind",
        Text,
        CheckConstraint("owner_kind in ('appointment', 'hold')", name="owner_kind"),
        nullable=False,
    ),
    Column("expires_at", DateTime(timezone=True)),
    ExcludeConstraint(
        ("clinic_id", "="),
        ("resource_id", "="),
        ("lane", "="),
        ("during", "&&"),
        name="reservation_nothing_twice_excl",
        using="gist",
        deferrable=True,
        initially="IMMEDIATE",
    ),
    Index("reservation_agenda_idx", "clinic_id", "resource_id", "starts_at", "ends_at"),
)
"""One row for each provider, room and patient that an appointment or hold takes, buffers included.

The constraint is the net under the locks. It is checked at the end of each statement, so one flush may give a time back
and take it, in any order. Reads compare ``starts_at`` and ``ends_at``: ``during`` is for the constraint alone.
"""

appointment = Table(
    "appointment",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("provider", Uuid, nullable=False),
    Column("room", Uuid),
    Column("visit_type", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("price", JSONB),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("place", JSONB, nullable=False),
    Column("hold", Uuid),
    Column("overbooked", Boolean, nullable=False, server_default=text("false")),
    Column("attendance_confirmed_by", Text),
    Column("ended_by", Text),
    Column("ended_late", Boolean, nullable=False),
    Column("not_held_because", Text),
    Column("series", Uuid),
    Column("series_slot", JSONB),
    Column("is_set_apart", Boolean, nullable=False, server_default=text("false")),
    Column("needs_reassignment", Text),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("appointment_starts_at_idx", "clinic_id", "starts_at", "id"),
    Index("appointment_provider_idx", "clinic_id", "provider", "starts_at", "id"),
    Index("appointment_patient_idx", "clinic_id", "patient", "starts_at", "id"),
    Index(
        "appointment_series_idx",
        "clinic_id",
        "series",
        "starts_at",
        "id",
        postgresql_where=text("series is not null"),
    ),
    Index(
        "appointment_needs_reassignment_idx",
        "clinic_id",
        "starts_at",
        "id",
        postgresql_where=text("needs_reassignment is not null"),
    ),
    Index(
        "appointment_open_idx",
        "clinic_id",
        "starts_at",
        "id",
        postgresql_where=text("status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')"),
    ),
)
"""One row an appointment; whereabouts and reasons are in ``sealed``, under the patient's key."""

series = Table(
    "series",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("visit", JSONB, nullable=False),
    Column("recurrence", JSONB, nullable=False),
    Column("zone", JSONB, nullable=False),
    Column("members", JSONB, nullable=False),
    Column("left_out", JSONB, nullable=False),
    Column("provider", Uuid),
    Index("series_created_at_idx", "clinic_id", "created_at", "id"),
    Index("series_patient_idx", "clinic_id", "patient", "created_at", "id"),
    Index("series_provider_idx", "clinic_id", "provider", "created_at", "id"),
)
"""One row a series. Its appointments name it."""

hold = Table(
    "hold",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("patient", Uuid),
    Column("provider", Uuid, nullable=False),
    Column("room", Uuid),
    Column("visit_type", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("place", JSONB, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("appointment", Uuid),
    Index("hold_expires_at_idx", "clinic_id", "expires_at", "id", postgresql_where=text("status = 'running'")),
)
"""One row a hold."""

availability = Table(
    "availability",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("provider", Uuid, nullable=False),
    Column("rules", JSONB, nullable=False),
    Index("availability_provider_idx", "clinic_id", "provider", unique=True),
)
"""One row a provider: the rules that say when they work, to be expanded at query time."""

booking_policy = Table(
    "booking_policy",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("policy", JSONB, nullable=False),
)
"""At most one row a clinic."""

calendar_directory = Table(
    "calendar_directory",
    METADATA,
    Column("link", Uuid, primary_key=True),
    Column("clinic_id", Uuid, nullable=False),
    info=INSTALLATION,
)
"""Which clinic a calendar link belongs to; none for a link that was revoked."""

calendar_link = Table(
    "calendar_link",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("provider", Uuid),
    Column("patient", Uuid),
    Column("revoked_at", DateTime(timezone=True)),
    Index("calendar_link_issued_at_idx", "clinic_id", "issued_at", "id"),
    Index("calendar_link_provider_idx", "clinic_id", "provider", "issued_at", "id"),
    Index("calendar_link_patient_idx", "clinic_id", "patient", "issued_at", "id"),
)
"""One row a calendar link, without its secret."""

calendar_secret = Table(
    "calendar_secret",
    METADATA,
    clinic_id(),
    Column("link", Uuid, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
)
"""The digest of each link's secret; none for a link that was revoked."""

day_board = Table(
    "day_board",
    METADATA,
    clinic_id(),
    Column("appointment", Uuid, primary_key=True),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("provider", Uuid, nullable=False),
    Column("room", Uuid),
    Column("site", Uuid),
    Column("visit_type", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("overbooked", Boolean, nullable=False, server_default=text("false")),
    Column("attendance_confirmed", Boolean, nullable=False, server_default=text("false")),
    Column("reassignment", Text),
    Index("day_board_starts_at_idx", "clinic_id", "starts_at", "appointment"),
)
"""A clinic's days: who is seen when, by whom, and how far that has come. Follows the log."""

waitlist_entry = Table(
    "waitlist_entry",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("joined_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("appointment_status", Text, nullable=False),
    Column("patient", Uuid, nullable=False),
    Column("provider", Uuid),
    Column("visit_type", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("place", JSONB, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("day_parts", JSONB, nullable=False),
    Column("providers", JSONB, nullable=False),
    Column("specialty", Text),
    Column("language", Text),
    Column("urgency", Text, nullable=False),
    Column("offer", JSONB),
    Column("offer_until", DateTime(timezone=True)),
    Column("let_go", JSONB, nullable=False),
    Column("appointment", Uuid),
    Column("left_by", Text),
    Column("key_id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(
        "waitlist_entry_once_idx",
        "clinic_id",
        "patient",
        "visit_type",
        unique=True,
        postgresql_where=text("status in ('waiting', 'offered')"),
    ),
    Index(
        "waitlist_entry_line_idx",
        "clinic_id",
        "visit_type",
        text("urgency desc"),
        "joined_at",
        "id",
        postgresql_where=text("status in ('waiting', 'offered')"),
    ),
    Index("waitlist_entry_status_idx", "clinic_id", "status", text("urgency desc"), "joined_at", "id"),
    Index("waitlist_entry_patient_idx", "clinic_id", "patient", "joined_at", "id"),
    Index("waitlist_entry_provider_idx", "clinic_id", "provider", "joined_at", "id"),
    Index(
        "waitlist_entry_offer_until_idx",
        "clinic_id",
        "offer_until",
        "id",
        postgresql_where=text("status = 'offered'"),
    ),
    Index(
        "waitlist_entry_last_day_idx",
        "clinic_id",
        "last_day",
        "id",
        postgresql_where=text("status in ('waiting', 'offered')"),
    ),
)
"""One row a wait; whereabouts and reason are in ``sealed``, under the patient's key."""
