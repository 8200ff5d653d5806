"""A follower whose every effect leaves a trace: applied twice shows as two rows, skipped as none."""

from collections.abc import Sequence
from typing import Final

from application.shared.followers import FollowedFact
from domain.shared.aggregate import Fact
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.postgres.followers.lane import LaneSession

TABLE: Final = """
create table if not exists journal (
  clinic_id uuid not null, follower text not null, feed_no bigint not null, stream_id uuid not null,
  version int not null, at timestamptz not null default clock_timestamp(),
  nth bigint generated always as identity);
grant select, insert on journal to polyclinic_follower
"""
"""Made by the schema's owner. No key: a fact that is applied twice must be able to show."""

_WRITE = """
insert into journal (clinic_id, follower, feed_no, stream_id, version)
select $1, $2, * from unnest($3::bigint[], $4::uuid[], $5::int[])
"""


class JournalFollower:
    """Writes down what it is given, which is everything."""

    kinds: frozenset[type[Fact]] = frozenset(kind.fact for kind in REGISTRY.types)

    def __init__(self, name: str = "journal") -> None:
        self.name = name

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write the facts down."""
        session.flush.write(
            _WRITE,
            session.clinic,
            self.name,
            [fact.feed_no for fact in facts],
            [fact.stream for fact in facts],
            [fact.fact.originator_version for fact in facts],
        )
