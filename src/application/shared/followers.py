"""What follows the log: asynchronous read models, reactions, the outgoing feed.

Each clinic's facts have dense feed numbers. A follower takes them in that order, clinic by clinic (a lane), in short
batches; what it writes and how far it has come are kept together, so each fact has one effect.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec

from domain.shared.aggregate import Fact
from domain.shared.identifiers import ClinicId

S_contra = TypeVar("S_contra", contravariant=True)


class FollowedFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as a follower gets it.

    Its personal values stay sealed: those fields of ``fact`` hold ``None``, whatever their type says, so a follower
    neither waits for keys nor stops at a person who was erased.
    """

    clinic: ClinicId
    feed_no: int
    fact: Fact
    command_id: UUID
    correlation_id: UUID

    @property
    def recorded_at(self) -> datetime:
        """When the fact was recorded."""
        return self.fact.timestamp

    @property
    def stream(self) -> UUID:
        """The id of the aggregate that the fact is about."""
        return self.fact.originator_id


class Follower(Protocol[S_contra]):
    """Follows the log. ``S_contra`` is the storage's open transaction."""

    @property
    def name(self) -> str:
        """The name under which its place in each clinic's feed is kept; a new name begins at the first fact."""
        ...

    @property
    def kinds(self) -> frozenset[type[Fact]]:
        """The facts that it takes; it passes over all others."""
        ...

    async def apply(self, facts: Sequence[FollowedFact], session: S_contra) -> None:
        """Take facts of one clinic, oldest first, and write what follows from them with the session.

        What it raises takes everything back; after some tries the clinic's lane is parked until a person resumes it.
        """
        ...
