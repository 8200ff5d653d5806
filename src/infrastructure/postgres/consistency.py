"""Has the read side seen it? Inline read models on the primary always have; followers are asked by their checkpoint."""

import asyncio

from application.integrations.ports import FEED
from application.shared.consistency import read
from application.shared.refusals import NotYetVisible
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction

LONGEST_WAIT = 2.0
"""Seconds."""
_PAUSE = 0.02

_SEEN = """
select exists (
  select from feed f join checkpoint c on c.clinic_id = f.clinic_id and c.feed_no >= f.feed_no
   where f.clinic_id = $1 and f.stream_id = $2 and f.version = $3 and c.follower = $4)
"""


_NUMBERED = "select exists (select from feed where clinic_id = $1 and stream_id = $2 and version = $3)"


class PostgresConsistency:
    """Waits until a follower's checkpoint has passed a fact."""

    def __init__(self, pool: Pool, *, longest_wait: float = LONGEST_WAIT) -> None:
        self._pool = pool
        self._longest_wait = longest_wait

    async def wait(self, clinic: ClinicId, token: str, follower: str | None) -> None:
        """Wait until the read side shows the token's fact. Raises ``NotYetVisible``, ``Malformed``."""
        stream, version = read(token)
        if follower is None:
            return
        question, asked = (_NUMBERED, ()) if follower == FEED else (_SEEN, (follower,))
        try:
            async with asyncio.timeout(self._longest_wait):
                while True:
                    async with clinic_transaction(self._pool, clinic) as connection:
                        if await connection.fetchval(question, clinic, stream, version, *asked):
                            return
                    await asyncio.sleep(_PAUSE)
        except TimeoutError as late:
            raise NotYetVisible(seconds=self._longest_wait) from late
