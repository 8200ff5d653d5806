"""Rows that are written with their facts, written once more: from the facts alone, into shadows.

After a batch the shadows are what the live tables were at that place of the feed: an aggregate is folded up to the last
of its facts that the batch holds, never further, so that what one gave back is free before another takes it. Nothing
here asks for the time; it is as late as the facts say.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from application.shared.actor import Actor
from application.shared.execution import Execution
from application.shared.followers import FollowedFact
from domain.shared.aggregate import Aggregate, Fact, fold
from domain.shared.identifiers import AccountId, ClinicId
from domain.shared.roles import Role
from infrastructure.facts.ownership import records
from infrastructure.facts.registry import Registry
from infrastructure.postgres.connection import Connection
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.followers.shadow import INTO_SHADOWS, live, shadow_of, written_columns
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.repository import Projection
from infrastructure.postgres.session import Session

TOGETHER: Final = 10
"""Aggregates in one statement: more make one that takes longer to plan than to carry out."""

_ERASED: Final = """
select distinct e.stream_id
  from event e join subject_key k on k.clinic_id = e.clinic_id and k.key_id = e.key_id
 where e.clinic_id = $1 and e.stream_id = any($2::uuid[]) and k.wrapped is null
"""


class RowModel(NamedTuple):
    """Tables that are rebuilt together, because aggregates of some kinds share them."""

    name: str
    projections: Mapping[type[Aggregate], Sequence[Projection[Any]]]
    """What writes the rows of each kind of aggregate."""

    @property
    def tables(self) -> tuple[ProjectedTable, ...]:
        """The tables, each once."""
        written = (table for those in self.projections.values() for each in those for table in each.tables)
        return tuple(dict.fromkeys(written))

    def kinds(self, registry: Registry) -> frozenset[type[Fact]]:
        """Give the facts that the rows follow from."""
        return frozenset(kind.fact for kind in registry.types if self._whose(kind.fact) is not None)

    def fold(self, facts: Sequence[Fact]) -> tuple[Aggregate, Sequence[Projection[Any]]]:
        """Give an aggregate as its facts say, and what writes its rows."""
        aggregate = self._whose(type(facts[0]))
        if aggregate is None:
            message = f"{type(facts[0]).__qualname__} is no fact of {self.name}"
            raise TypeError(message)
        return fold(aggregate, facts), self.projections[aggregate]

    def _whose(self, fact: type[Fact]) -> type[Aggregate] | None:
        return next((aggregate for aggregate in self.projections if records(aggregate, fact)), None)


class Rewriting:
    """Writes the rows of aggregates into shadows."""

    def __init__(self, model: RowModel, store: EventStore) -> None:
        self._model = model
        self._store = store

    async def rewrite(
        self, connection: Connection, clinic: ClinicId, upto: Mapping[UUID, int | None], at: datetime
    ) -> None:
        """Write the rows of some streams as they were at a version, or as they are, within the open transaction.

        ``at`` is when the last fact was recorded: what has lapsed by then is gone. Nobody can fold the facts of an
        erased person, and nothing is added to them: their rows are carried over as they stand.
        """
        streams = list(upto)
        await connection.execute(INTO_SHADOWS)
        erased = [row["stream_id"] for row in await connection.fetch(_ERASED, clinic, streams)]
        found = await self._store.load_all(connection, clinic, [one for one in streams if one not in set(erased)])
        for table in self._model.tables:
            await self._clear(connection, table, clinic, streams, at)
            if erased:
                await self._carry_over(connection, table, clinic, erased)
        folded = [self._model.fold(_until(facts, upto[stream])) for stream, facts in found.items()]
        for first in range(0, len(folded), TOGETHER):
            session = Session.within(connection, _rebuilding(clinic, at))
            for aggregate, projections in folded[first : first + TOGETHER]:
                for projection in projections:
                    await projection.project(session, aggregate)
            await session.flush.send(connection)

    async def _clear(
        self, connection: Connection, table: ProjectedTable, clinic: ClinicId, streams: list[UUID], at: datetime
    ) -> None:
        shadow = shadow_of(table.name)
        gone = f"delete from {shadow} where clinic_id = $1 and {table.aggregate} = any($2::uuid[])"  # noqa: S608 - own names
        await connection.execute(gone, clinic, streams)
        if table.lapses is not None:
            lapsed = f"delete from {shadow} where clinic_id = $1 and {table.lapses} <= $2"  # noqa: S608 - own names
            await connection.execute(lapsed, clinic, at)

    async def _carry_over(
        self, connection: Connection, table: ProjectedTable, clinic: ClinicId, erased: list[UUID]
    ) -> None:
        columns = await written_columns(connection, table.name)
        await connection.execute(
            f"insert into {shadow_of(table.name)} ({columns}) select {columns} from {live(table.name)} "  # noqa: S608 - own names
            f"where clinic_id = $1 and {table.aggregate} = any($2::uuid[])",
            clinic,
            erased,
        )


class RowFollower:
    """Follows the log from the first fact and brings the shadows along."""

    def __init__(self, model: RowModel, rewriting: Rewriting, registry: Registry) -> None:
        self.name = f"{model.name}/rebuild"
        self.kinds = model.kinds(registry)
        self._rewriting = rewriting

    async def apply(self, facts: Sequence[FollowedFact], session: LaneSession) -> None:
        """Write the rows of every aggregate that the facts are of, as it was after the last of them."""
        upto: dict[UUID, int | None] = {followed.stream: followed.fact.originator_version for followed in facts}
        at = max(followed.recorded_at for followed in facts)
        await self._rewriting.rewrite(session.connection, session.clinic, upto, at)


def _until(facts: Sequence[Fact], version: int | None) -> Sequence[Fact]:
    return facts if version is None else [fact for fact in facts if fact.originator_version <= version]


def _rebuilding(clinic: ClinicId, at: datetime) -> Execution:
    """Give the frame in which projections write: the system's, at the time of the facts."""
    nobody = UUID(int=0)
    return Execution(
        actor=Actor(clinic=clinic, id=AccountId(nobody), role=Role.SYSTEM),
        operation="projections.rebuild",
        reach="any",
        command_id=nobody,
        now=at,
        correlation_id=nobody,
    )
