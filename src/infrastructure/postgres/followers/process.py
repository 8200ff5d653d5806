"""The process that follows the log: the sequencer, and every follower."""

import asyncio
from collections.abc import Sequence

import msgspec

from application.shared.clock import Clock
from application.shared.retries import FOLLOWING, Retries
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.checkpoints import Lag
from infrastructure.postgres.followers.health import SequencerHealth
from infrastructure.postgres.followers.lane import LaneFollower
from infrastructure.postgres.followers.runner import FollowerRunner
from infrastructure.postgres.followers.sequencer import Sequencer
from infrastructure.postgres.followers.waiting import stopping, until


class FollowerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How the read side is doing."""

    sequencer: SequencerHealth
    lags: dict[str, Lag]
    """By follower."""


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

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; then finish the batches that have begun."""
        await stopping(stop, self.sequencer.run(stop), self.runner.run(stop), self._pass_on(stop))

    async def health(self) -> FollowerHealth:
        """Tell how things are. Raises ``Unavailable`` where the database is not there."""
        checkpoints = self.runner.checkpoints
        lags = {follower.name: await checkpoints.lag(follower.name) for follower in self.runner.followers}
        return FollowerHealth(sequencer=self.sequencer.health, lags=lags)

    async def _pass_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await until(3600, stop, self.sequencer.numbered)
            self.sequencer.numbered.clear()
            self.runner.wake()
