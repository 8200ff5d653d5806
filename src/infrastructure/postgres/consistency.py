"""Has the read side seen it? Inline read models on the primary always have; followers are asked by their checkpoint."""

import asyncio
import time

from application.integrations.ports import FEED
from application.shared.consistency import read
from application.shared.refusals import NotYetVisible
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool, clinic_transaction

LONGEST_WAIT = 2.0
"""Seconds."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.25

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
        until = time.monotonic() + self._longest_wait
        pause = _FIRST_PAUSE
        while not await self._is_there(clinic, question, stream, version, *asked):
            left = until - time.monotonic()
            if left <= 0:  # looked at between questions: one that is cut off costs a connection
                raise NotYetVisible(seconds=self._longest_wait)
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _is_there(self, clinic: ClinicId, question: str, *asked: object) -> bool:
        async with clinic_transaction(self._pool, clinic) as connection:
            return bool(await connection.fetchval(question, clinic, *asked))
