"""Following a log in memory: a fact's feed number is its place in its clinic's list."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from application.shared.clock import Clock
from application.shared.followers import FollowedFact, Follower
from application.shared.retries import FOLLOWING, Retries
from domain.shared.aggregate import Fact
from domain.shared.classes import sealed_fields
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import MemoryLog


@dataclass(slots=True)
class MemoryLane:
    """How far a follower is in a clinic's feed, and what keeps it there."""

    feed_no: int = 0
    attempts: int = 0
    failure: str | None = None
    retry_at: datetime | None = None
    is_parked: bool = False


@dataclass(slots=True)
class MemoryLaneSession:
    """What a follower writes with: changes that are made when all of a batch went well."""

    clinic: ClinicId
    changes: list[Callable[[], None]] = field(default_factory=list)

    def on_commit(self, change: Callable[[], None]) -> None:
        """Have a change made together with the move of the checkpoint."""
        self.changes.append(change)


MemoryFollower: TypeAlias = Follower[MemoryLaneSession]


class MemoryFollowers:
    """Brings followers up to the end of the log whenever it is asked to, one fact at a time."""

    def __init__(
        self, log: MemoryLog, followers: Sequence[MemoryFollower], clock: Clock, *, retries: Retries = FOLLOWING
    ) -> None:
        self._log = log
        self._followers = tuple(followers)
        self._clock = clock
        self._retries = retries
        self.lanes: defaultdict[tuple[str, UUID], MemoryLane] = defaultdict(MemoryLane)
        """By follower and clinic."""

    async def catch_up(self) -> None:
        """Take every open lane to its end, or to where it fails."""
        for follower in self._followers:
            for clinic in list(self._log.facts):
                await self._follow(follower, ClinicId(clinic), self.lanes[follower.name, clinic])

    def resume(self, follower: str, clinic: UUID) -> None:
        """Let a parked lane try again from the fact at which it stands."""
        self.lanes[follower, clinic] = MemoryLane(self.lanes[follower, clinic].feed_no)

    async def _follow(self, follower: MemoryFollower, clinic: ClinicId, lane: MemoryLane) -> None:
        facts = self._log.facts[clinic]
        while not lane.is_parked and lane.feed_no < len(facts):
            if lane.retry_at is not None and lane.retry_at > self._clock.now():
                return
            session = MemoryLaneSession(clinic)
            try:
                await self._apply(follower, session, lane.feed_no + 1, facts[lane.feed_no])
            except Exception as failure:  # noqa: BLE001 - whatever a follower raises keeps its own lane only
                self._fail(lane, type(failure).__name__)
                return
            for change in session.changes:
                change()
            lane.feed_no, lane.attempts, lane.failure, lane.retry_at = lane.feed_no + 1, 0, None, None

    async def _apply(self, follower: MemoryFollower, session: MemoryLaneSession, number: int, fact: Fact) -> None:
        if type(fact) in follower.kinds:
            origin = self._log.origins[session.clinic, fact.originator_id, fact.originator_version]
            followed = FollowedFact(
                clinic=session.clinic,
                feed_no=number,
                fact=msgspec.structs.replace(fact, **dict.fromkeys(sealed_fields(type(fact)))),
                command_id=origin.command_id,
                correlation_id=origin.correlation_id,
            )
            await follower.apply([followed], session)

    def _fail(self, lane: MemoryLane, failure: str) -> None:
        lane.attempts += 1
        lane.failure = failure
        pause = self._retries.pause(lane.attempts, 0.0)
        lane.is_parked = pause is None
        lane.retry_at = self._clock.now() + pause if pause is not None else None
