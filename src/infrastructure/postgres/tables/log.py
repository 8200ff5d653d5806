"""The log of facts and what stands around it: order, feed, kept answers, keys, audit, jobs."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import UserDefinedType

from infrastructure.postgres.tables.metadata import METADATA, clinic_id


class Xid8(UserDefinedType[int]):
    """A 64-bit transaction id, which never wraps."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "xid8"


INSTALLATION = {"installation": True}

event = Table(
    "event",
    METADATA,
    Column("epoch", SmallInteger, nullable=False, server_default=text("current_log_epoch()")),
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    Column("position", BigInteger, nullable=False, server_default=text("nextval('event_position_seq')")),
    clinic_id(),
    Column("stream_id", Uuid, primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", name="version"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("revision", SmallInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("key_id", Uuid),
    Column("sealed", LargeBinary),
    Column("command_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Index("event_order_idx", "epoch", "xid", "position"),
)
"""Facts, in streams by ``(clinic_id, stream_id, version)`` and in order by ``(epoch, xid, position)``."""

log_epoch = Table(
    "log_epoch",
    METADATA,
    Column("id", SmallInteger, CheckConstraint("id = 1", name="id"), primary_key=True, server_default=text("1")),
    Column("current", SmallInteger, nullable=False),
    info=INSTALLATION,
)
"""Which life of the cluster this is: a restore begins a new one, because transaction ids start over."""

sequencer = Table(
    "sequencer",
    METADATA,
    Column("id", SmallInteger, CheckConstraint("id = 1", name="id"), primary_key=True, server_default=text("1")),
    Column("epoch", SmallInteger, nullable=False),
    Column("xid", Xid8, nullable=False),
    Column("position", BigInteger, nullable=False),
    info=INSTALLATION,
)
"""How far the log has been given feed numbers."""

feed = Table(
    "feed",
    METADATA,
    clinic_id(),
    Column("feed_no", BigInteger, primary_key=True, autoincrement=False),
    Column("stream_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("clinic_id", "stream_id", "version"),
)
"""Each clinic's facts, numbered 1, 2, 3, ... in the order of the log."""

feed_head = Table(
    "feed_head",
    METADATA,
    clinic_id(),
    Column("feed_no", BigInteger, nullable=False),
)
"""The last number given in each clinic's feed."""

checkpoint = Table(
    "checkpoint",
    METADATA,
    clinic_id(),
    Column("follower", Text, primary_key=True),
    Column("feed_no", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="running"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("failure", Text),
    Column("retry_at", DateTime(timezone=True)),
)
"""How far each follower is in each clinic's feed; ``parked`` lanes wait for a person."""

command = Table(
    "command",
    METADATA,
    clinic_id(),
    Column("actor_id", Uuid, primary_key=True),
    Column("operation", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_mac", LargeBinary, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("subject_id", Uuid),
    Index("command_subject_idx", "clinic_id", "subject_id", postgresql_where=text("subject_id is not null")),
)
"""Answers kept for retries; emptied where whom they are about (``subject_id``) was erased.

``key`` names the command by its id, and not as its caller did: see ``command_naming``.
"""

command_naming = Table(
    "command_naming",
    METADATA,
    Column("id", SmallInteger, CheckConstraint("id = 1", name="id"), primary_key=True, server_default=text("1")),
    Column("keyed_since", DateTime(timezone=True)),
    info=INSTALLATION,
)
"""Since when commands are named by keyed digests; null where they always were."""

subject_key = Table(
    "subject_key",
    METADATA,
    clinic_id(),
    Column("subject_id", Uuid, primary_key=True),
    Column("key_id", Uuid, nullable=False),
    Column("kek_id", Text, nullable=False),
    Column("wrapped", LargeBinary),
    Column("destroyed_at", DateTime(timezone=True)),
    UniqueConstraint("clinic_id", "key_id"),
)
"""The data key of each person, and of the clinic itself, wrapped by the key vault."""

erased_subject = Table(
    "erased_subject",
    METADATA,
    Column("clinic_id", Uuid, primary_key=True),
    Column("subject_id", Uuid, primary_key=True),
    Column("key_id", Uuid, nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")),
    Index("erased_subject_at_idx", "erased_at"),
    info=INSTALLATION,
)
"""Who was erased, for all processes to hear and for a restore to erase again: ids alone. ADR 37."""

audit_entry = Table(
    "audit_entry",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("command_id", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("subjects", ARRAY(Uuid), nullable=False),
    Column("streams", ARRAY(Uuid), nullable=False),
    Column("on_behalf_of", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    Column("purpose", Text),
    Column("fields", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("key_id", Uuid),
    Column("origin", LargeBinary),
    Column("break_glass", Uuid),
    Index("audit_entry_at_idx", "clinic_id", "at", "id"),
    Index("audit_entry_actor_idx", "clinic_id", "actor_id", "at", "id"),
    Index(
        "audit_entry_refused_idx",
        "clinic_id",
        "correlation_id",
        postgresql_where=text("outcome not in ('done', 'rehearsed')"),
    ),
)
"""Who did or read what, of whom, in whose place, why, from where: allowed or refused. ``origin`` is sealed."""

audit_subject = Table(
    "audit_subject",
    METADATA,
    clinic_id(),
    Column("subject_id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
)
"""The entries that concern somebody, in their order: a patient, or whoever signed in."""

job = Table(
    "job",
    METADATA,
    clinic_id(),
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("arguments", JSONB, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", DateTime(timezone=True)),
    Column("claimed_until", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("failure", Text),
    Index("job_due_idx", "due_at", postgresql_where=text("state in ('waiting', 'running')")),
    Index("job_finished_at_idx", "finished_at", postgresql_where=text("state = 'done'")),
    Index("job_ended_badly_idx", "state", "finished_at", postgresql_where=text("state in ('refused', 'dead')")),
)
"""Work to be done outside a command. A row here is the truth; Redis only carries the word that it is due."""
