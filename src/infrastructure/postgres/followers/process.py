"""The process that follows the log: the sequencer, and every follower."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from application.shared.retries import FOLLOWING, Retries
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.checkpoints import Lag
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.sequencer import Sequencer
from infrastructure.postgres.followers.waiting import stopping, until

MEASURED_EVERY: Final = 2.0
"""Seconds."""


class FollowerProcess:
    """Numbers facts and runs followers. Several may run: one numbers, and lanes are shared."""

    def __init__(  # noqa: PLR0913 - what a process is set up with
        self,
        direct_url: str,
        pool: Pool,
        codec: Codec,
        clock: Clock,
        followers: Sequence[LaneFollower],
        *,
        retries: Retries = FOLLOWING,
        lanes_at_once: int = 4,
    ) -> None:
        """``pool`` is the follower role's; ``direct_url`` leads past any pooler."""
        self.sequencer = Sequencer(direct_url)
        self.runner = FollowerRunner(pool, codec, clock, followers, retries=retries, lanes_at_once=lanes_at_once)
        self.lags: Mapping[str, Lag] = {}
        """How far each follower is behind, a moment ago; empty while that is not known."""

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; then finish the batches that have begun."""
        await stopping(stop, self.sequencer.run(stop), self.runner.run(stop), self._pass_on(stop), self._measure(stop))

    async def _measure(self, stop: asyncio.Event) -> None:
        checkpoints = self.runner.checkpoints
        while not stop.is_set():
            try:
                self.lags = {follower.name: await checkpoints.lag(follower.name) for follower in self.runner.followers}
            except (Unavailable, TimeoutError):
                self.lags = {}
            await until(MEASURED_EVERY, stop)

    async def _pass_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await until(3600, stop, self.sequencer.numbered)
            self.sequencer.numbered.clear()
            self.runner.wake()
