"""The control: a follower that trusts the sequence and reads ``position > last``."""

import asyncio

from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.provisioning import FOLLOWER


class NaiveFollower:
    """Counts the facts that it gets to see."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until stopped."""
        last = 0
        async with connected(self._url, FOLLOWER) as connection:
            while not stop.is_set():
                rows = await connection.fetch(
                    "select position from event where position > $1 order by position limit 1000", last
                )
                if rows:
                    self.seen += len(rows)
                    last = rows[-1]["position"]
                await asyncio.sleep(0.01)
