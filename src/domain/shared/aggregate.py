"""The one door to the ``eventsourcing`` library (importing it elsewhere breaks an import contract).

An aggregate decides in public verbs, which check the rules, and evolves in private ``@event`` methods, which only
assign: history must always load, whatever today's rules say.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate, event
from eventsourcing.utils import get_topic

from domain.shared.values import Public

__all__ = ["ENVELOPE", "Aggregate", "CreatedFact", "Fact", "event", "fold"]

_UNPLACED = UUID(int=0)
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


class Fact(msgspec.Struct, CanMutateAggregate[UUID], frozen=True, kw_only=True):
    """Something that happened to one aggregate. The envelope's defaults let a test write a fact without plumbing."""

    originator_id: UUID = _UNPLACED
    originator_version: int = 0
    timestamp: datetime = _UNDATED
    """When the fact was recorded, stamped by ``Aggregate.record``. A time the clinic cares about is its own field."""

    @staticmethod
    def create_timestamp() -> datetime:
        """Leave a new fact undated: the domain has no clock, so the library must not read one for it."""
        return _UNDATED

    def _as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


class CreatedFact(Fact, CanInitAggregate[UUID], frozen=True, kw_only=True):
    """The first fact of a stream. At module level because the library's metaclass must find its base there."""

    originator_topic: Public[str] = ""


ENVELOPE = frozenset(CreatedFact.__struct_fields__)
"""Names of the fields that place a fact in its stream; everything else in a fact is what happened."""


class Aggregate(BaseAggregate[UUID]):
    """A consistency boundary whose state is the fold of its facts."""

    class Event(Fact, frozen=True, kw_only=True):
        """A fact that changed an existing aggregate."""

    class Created(CreatedFact, frozen=True, kw_only=True):
        """The fact that brought an aggregate into being."""

    def record(self, at: datetime) -> tuple[Fact, ...]:
        """Hand over the facts decided since the last call, stamped ``at`` (UTC, the command's ``now``)."""
        facts = tuple(msgspec.structs.replace(fact, timestamp=at) for fact in self._pending())
        if facts:
            self.modified_on = at
        if facts and isinstance(facts[0], CreatedFact):
            self._created_on = at
        return facts

    def _pending(self) -> Sequence[Fact]:
        return cast("Sequence[Fact]", self.collect_events())


A = TypeVar("A", bound=Aggregate)


def fold(aggregate: type[A], facts: Sequence[Fact]) -> A:
    """Load an aggregate from its whole history, oldest fact first.

    Raises ``ValueError`` on an empty history, and the library's ``OriginatorIDError`` or ``OriginatorVersionError``
    on facts of another stream or out of order.
    """
    if not facts:
        message = "an aggregate has at least one fact"
        raise ValueError(message)
    topic = get_topic(aggregate)
    subject: Any = None
    for fact in facts:
        placed = msgspec.structs.replace(fact, originator_topic=topic) if isinstance(fact, CreatedFact) else fact
        subject = placed.mutate(subject)
    return cast("A", subject)
