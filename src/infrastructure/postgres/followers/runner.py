"""Running followers: every clinic's lane on its own, short batches, bounded tries.

A lane that fails is tried fact by fact, so that what stands before the bad fact still has its effect; the bad one is
tried again after growing pauses, then the lane parks. Other lanes never notice.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from application.shared.retries import FOLLOWING, Retries
from application.shared.transactions import LostRace
from domain.shared.identifiers import ClinicId
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.checkpoints import CheckpointMoved, Checkpoints
from infrastructure.postgres.followers.lane import LaneFollower, Lanes, StepFailed
from infrastructure.postgres.followers.reading import LaneReader
from infrastructure.postgres.followers.waiting import stopping, until

BATCH: Final = 200
"""Facts a transaction."""

_POLL = 0.25
_LONGEST_PAUSE = 5.0
_STEPS_IN_A_TURN = 20

_log = structlog.get_logger(__name__)


class FollowerRunner:
    """Keeps followers up with the feed."""

    def __init__(  # noqa: PLR0913 - what a runner is set up with
        self,
        pool: Pool,
        codec: Codec,
        clock: Clock,
        followers: Sequence[LaneFollower],
        *,
        retries: Retries = FOLLOWING,
        lanes_at_once: int = 4,
        batch: int = BATCH,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """``lanes_at_once`` bounds the connections that all followers together take from the pool."""
        self.followers = tuple(followers)
        self.checkpoints = Checkpoints(pool)
        self._lanes = Lanes(pool, LaneReader(codec), clock)
        self._clock = clock
        self._retries = retries
        self._batch = batch
        self._chance = chance
        self._at_once = asyncio.Semaphore(lanes_at_once)
        self._news = {follower.name: asyncio.Event() for follower in followers}

    def wake(self) -> None:
        """Say that there are new feed numbers."""
        for news in self._news.values():
            news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until ``stop`` is set; steps that have begun are finished."""
        await stopping(stop, *(self._follow(follower, stop) for follower in self.followers))

    async def catch_up(
        self, follower: LaneFollower, *, clinic: ClinicId | None = None, stop: asyncio.Event | None = None
    ) -> None:
        """Take every lane of a follower, or one clinic's, to its end, except where it fails or pauses.

        With ``stop`` set it ends early; steps that have begun are finished.
        """
        stop = stop or asyncio.Event()
        while await (self._round(follower, stop) if clinic is None else self._turn(follower, clinic, stop)):
            pass

    async def _follow(self, follower: LaneFollower, stop: asyncio.Event) -> None:
        news = self._news[follower.name]
        pause = _POLL
        while not stop.is_set():
            news.clear()
            try:
                moved = await self._round(follower, stop)
                pause = _POLL
            except (Unavailable, TimeoutError):
                _log.warning("follower_lost_connection", follower=follower.name, retry_after=pause)
                moved, pause = 0, min(pause * 2, _LONGEST_PAUSE)
            if not moved:
                await until(pause, stop, news)

    async def _round(self, follower: LaneFollower, stop: asyncio.Event) -> int:
        clinics = await self.checkpoints.behind(follower.name, self._clock.now())
        moved = await asyncio.gather(*(self._turn(follower, clinic, stop) for clinic in clinics))
        return sum(moved)

    async def _turn(self, follower: LaneFollower, clinic: ClinicId, stop: asyncio.Event) -> int:
        """Give a lane a bounded turn, so that a busy clinic leaves room for the others."""
        moved = 0
        async with self._at_once:
            try:
                for _ in range(_STEPS_IN_A_TURN):
                    step = 0 if stop.is_set() else await self._step(follower, clinic)
                    if not step:
                        break
                    moved += step
            except (CheckpointMoved, LostRace):
                pass  # somebody else took these facts, or will: the next look tells
        return moved

    async def _step(self, follower: LaneFollower, clinic: ClinicId) -> int:
        try:
            return await self._lanes.step(follower, clinic, self._batch)
        except StepFailed as failed:
            if failed.count == 1:
                return await self._fail(follower, clinic, failed)
            moved = 0
            for _ in range(failed.count):
                try:
                    step = await self._lanes.step(follower, clinic, 1)
                except StepFailed as at_one:
                    step = await self._fail(follower, clinic, at_one)
                if not step:
                    break
                moved += step
            return moved

    async def _fail(self, follower: LaneFollower, clinic: ClinicId, failed: StepFailed) -> int:
        failure = type(failed.__cause__).__name__
        pause = self._retries.pause(failed.at.attempts + 1, self._chance())
        parked = await self.checkpoints.fail(
            clinic, follower.name, failed.at, failure=failure, pause=pause, now=self._clock.now()
        )
        at = failed.at.feed_no + 1
        if parked:
            _log.error("lane_parked", follower=follower.name, clinic_id=clinic, feed_no=at, failure=failure)
        else:
            _log.warning("lane_failed", follower=follower.name, clinic_id=clinic, feed_no=at, failure=failure)
        return 0
