"""Reading a lane: one clinic's facts by their feed numbers."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from application.shared.followers import FollowedFact
from domain.shared.aggregate import Fact
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Connection

_PAGE = """
with page as (
  select feed_no, stream_id, version, name from feed
   where clinic_id = $1 and feed_no > $2 order by feed_no limit $3)
select p.feed_no, p.stream_id, p.version, p.name, e.revision, e.data, e.recorded_at, e.command_id, e.correlation_id
  from page p
  left join event e on p.name = any($4::text[])
   and e.clinic_id = $1 and e.stream_id = p.stream_id and e.version = p.version
 order by p.feed_no
"""


class Stretch(NamedTuple):
    """A piece of a lane: up to where it reaches, and the facts in it that were asked for."""

    upto: int
    facts: list[FollowedFact]


class LaneReader:
    """Reads facts without their personal parts."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec

    def names(self, kinds: AbstractSet[type[Fact]]) -> list[str]:
        """Give the stored names of kinds of facts."""
        return sorted(kind.name for kind in self._codec.registry.types if kind.fact in kinds)

    async def read(self, connection: Connection, clinic: ClinicId, after: int, limit: int, names: list[str]) -> Stretch:
        """Read on behind a feed number, at most ``limit`` numbers. Raises ``UnknownFact``."""
        rows = await connection.fetch(_PAGE, clinic, after, limit, names)
        facts = [
            FollowedFact(
                clinic=clinic,
                feed_no=row["feed_no"],
                fact=self._codec.decode_clear(
                    row["name"],
                    row["revision"],
                    row["data"],
                    stream=row["stream_id"],
                    version=row["version"],
                    at=row["recorded_at"],
                ),
                command_id=row["command_id"],
                correlation_id=row["correlation_id"],
            )
            for row in rows
            if row["data"] is not None
        ]
        return Stretch(rows[-1]["feed_no"] if rows else after, facts)
