"""What `ready` asks of those who follow the log. They delay reading, they stop nothing."""

from collections.abc import Mapping

from application.shared.refusals import Unavailable
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.sequencer import Sequencer


class SequencerReady:
    """Looks whether facts get their numbers."""

    name = "sequencer"
    needed = False

    def __init__(self, sequencer: Sequencer) -> None:
        """Ask this process's own sequencer, which measures once a second."""
        self._sequencer = sequencer

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell what waits, in facts and seconds, and the watermark's age in seconds. Raises ``Unavailable``."""
        health = self._sequencer.health
        if not health.connected:
            raise Unavailable(part="database")
        return {
            "role": "leading" if health.leading else "standing by",
            "waiting": health.waiting,
            "lag_seconds": round(health.lag, 1),
            "watermark_age_seconds": round(health.watermark_age, 1),
        }


class FollowerReady:
    """Looks how far a follower is behind the heads of all clinics' feeds."""

    needed = False

    def __init__(self, checkpoints: Checkpoints, follower: str) -> None:
        """Ask in the follower's role, which sees every clinic."""
        self.name = f"follower {follower}"
        self._checkpoints = checkpoints
        self._follower = follower

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell the facts that wait, over all clinics, and how many lanes are parked. Raises ``Unavailable``."""
        lag = await self._checkpoints.lag(self._follower)
        return {"waiting": lag.waiting, "parked": lag.parked}
