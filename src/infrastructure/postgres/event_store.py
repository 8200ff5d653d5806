"""Streams of facts in PostgreSQL: load one, append to many in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from application.shared.refusals import Erased
from domain.shared.aggregate import Fact
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.sealing import SealingKey, associated
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Reader, Row
from infrastructure.postgres.session import Session
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

LOAD = f"""
select e.version, e.name, e.revision, e.data, e.key_id, e.sealed, e.recorded_at,
       k.subject_id, k.kek_id, k.wrapped
  from event e {key_of("e")}
 where e.clinic_id = $1 and e.stream_id = $2 and ($3::timestamptz is null or e.recorded_at <= $3)
 order by e.version
"""  # noqa: S608 - our own text

LOAD_ALL = f"""
select e.stream_id, e.version, e.name, e.revision, e.data, e.key_id, e.sealed, e.recorded_at,
       k.subject_id, k.kek_id, k.wrapped
  from event e {key_of("e")}
 where e.clinic_id = $1 and e.stream_id = any($2::uuid[]) and ($3::timestamptz is null or e.recorded_at <= $3)
 order by e.stream_id, e.version
"""  # noqa: S608 - our own text

_APPEND = """
insert into event (clinic_id, stream_id, version, name, revision, data, key_id, sealed, recorded_at,
                   command_id, causation_id, correlation_id, actor_id)
select $1::uuid, f.*, $9::timestamptz, $10::uuid, $11::uuid, $12::uuid, $13::uuid
  from unnest($2::uuid[], $3::int[], $4::text[], $5::smallint[], $6::bytea[], $7::uuid[], $8::bytea[]) as f
"""


class EventStore:
    """Writes facts into a session's flush and reads streams back."""

    def __init__(self, codec: Codec, keys: SubjectKeys) -> None:
        self._codec = codec
        self._keys = keys

    async def append(self, session: Session, facts: Sequence[Fact]) -> None:
        """Add facts, of one or more streams, to the session's flush, personal parts sealed under their subjects."""
        clinic = session.execution.clinic
        rows = []
        for fact in facts:
            encoded = self._codec.encode(fact)
            key_id = sealed = None
            subject = self._codec.registry.of(fact).subject(fact, clinic)
            if subject is not None and encoded.personal is not None:
                key = await self._keys.sealing(session, subject)
                key_id = key.id
                sealed = key.key.seal(encoded.personal, _place(clinic, fact.originator_id, fact.originator_version))
                if subject != clinic:
                    session.subjects.add(subject)
            rows.append(
                (
                    fact.originator_id,
                    fact.originator_version,
                    encoded.name,
                    encoded.revision,
                    encoded.data,
                    key_id,
                    sealed,
                )
            )
        execution = session.execution
        session.flush.write(
            _APPEND,
            clinic,
            *(list(column) for column in zip(*rows, strict=True)),
            execution.now,
            execution.command_id,
            execution.causation_id,
            execution.correlation_id,
            execution.actor.id,
        )
        session.streams.extend(dict.fromkeys(fact.originator_id for fact in facts))

    async def load(self, reader: Reader, clinic: ClinicId, stream: UUID, as_of: datetime | None = None) -> list[Fact]:
        """Give a stream's facts, oldest first; only those recorded up to ``as_of``, where given.

        Raises ``Erased`` where a personal part's key was destroyed, ``UnknownFact`` for a newer release's fact.
        """
        rows = await reader.fetch(LOAD, clinic, stream, as_of)
        keys = await self._keys.opened(clinic, rows, subject="subject_id")
        return [self._fact(row, clinic, stream, keys) for row in rows]

    async def load_all(
        self, reader: Reader, clinic: ClinicId, streams: Sequence[UUID], as_of: datetime | None = None
    ) -> dict[UUID, list[Fact]]:
        """Give many streams' facts in one statement; a stream that has none is left out. Raises as ``load`` does."""
        found: dict[UUID, list[Fact]] = {}
        rows = await reader.fetch(LOAD_ALL, clinic, list(streams), as_of)
        keys = await self._keys.opened(clinic, rows, subject="subject_id")
        for row in rows:
            stream = row["stream_id"]
            found.setdefault(stream, []).append(self._fact(row, clinic, stream, keys))
        return found

    def _fact(self, row: Row, clinic: ClinicId, stream: UUID, keys: Mapping[UUID, SealingKey]) -> Fact:
        personal = None
        if row["sealed"] is not None:
            key = keys.get(row["key_id"])
            if key is None:
                raise Erased
            personal = key.open(row["sealed"], _place(clinic, stream, row["version"]))
        return self._codec.decode(
            row["name"],
            row["revision"],
            row["data"],
            personal,
            stream=stream,
            version=row["version"],
            at=row["recorded_at"],
        )


def _place(clinic: UUID, stream: UUID, version: int) -> bytes:
    return associated(clinic, "event", stream, version)
