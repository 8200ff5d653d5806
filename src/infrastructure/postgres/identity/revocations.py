"""Which sessions ended lately and which clinics take nobody: read every second, for every request to ask in memory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from application.identity.sessions.ports import NotVouchedFor
from domain.identity.session import SessionIsOver
from domain.identity.standing import ClinicStanding, check_open
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.access_tokens import LIFETIME
from infrastructure.postgres.connection import Pool, Reader
from infrastructure.postgres.listening import listening

FIRST_WITHIN: Final = 10.0
"""Seconds for which a process that starts waits for its first reading: before, it would let nobody in."""

BELIEVED: Final = 4.0
"""Seconds for which a reading is believed, from its beginning on: it misses what is committed while it runs. So within
five a process has heard of a change, or lets nobody in."""

KEPT: Final = LIFETIME + timedelta(minutes=5)
"""How long the end of a session is told: longer than any access token of it lives."""

LATELY: Final = timedelta(minutes=1)
"""How far back each reading looks: longer than the server leaves any command's transaction open."""

WHOLE_EVERY: Final = 300.0
"""Seconds after which everything that is told is read anew, which frees the memory of what is not told any more."""

_ENDED = "select session_id from ended_session where ended_at > now() - $1::interval"
_NOT_OPEN = "select clinic_id, standing from clinic_directory where standing <> 'open'"
_FORGET = "delete from ended_session where ended_at <= now() - $1::interval"


class PostgresRevocations:
    """Remembers what was read, and when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        self._clock = clock
        self._ended: set[UUID] = set()
        self._standings: dict[UUID, ClinicStanding] = {}
        self._read_at = self._whole_at = float("-inf")
        self.heard = asyncio.Event()
        """Set by the first reading."""

    @property
    def age(self) -> float:
        """Seconds since the last reading began; infinite before the first."""
        return self._clock() - self._read_at

    def check(self, session: UUID) -> None:
        """Let pass a session that nothing is known against. Raises ``SessionIsOver``, ``NotVouchedFor``."""
        if session in self._ended:
            raise SessionIsOver
        self.check_heard()

    def check_clinic(self, clinic: ClinicId) -> None:
        """Let pass a clinic that is open. Raises ``ClinicIsSuspended``, ``ClinicIsClosed``, ``NotVouchedFor``."""
        check_open(self._standings.get(clinic, ClinicStanding.OPEN))
        self.check_heard()

    def check_heard(self) -> None:
        """Raise ``NotVouchedFor`` where the last reading is not believed any more."""
        if self.age > BELIEVED:
            raise NotVouchedFor

    async def hear(self, connection: Reader) -> None:
        """Read who takes nobody, and what ended since the last reading; everything, where that is long ago."""
        began = self._clock()
        whole = began - self._whole_at > WHOLE_EVERY or self.age > LATELY.total_seconds() / 2
        if whole:
            await connection.fetch(_FORGET, 2 * KEPT)
        ended = {row["session_id"] for row in await connection.fetch(_ENDED, KEPT if whole else LATELY)}
        not_open = await connection.fetch(_NOT_OPEN)
        self._standings = {row["clinic_id"]: ClinicStanding(row["standing"]) for row in not_open}
        if whole:
            self._ended, self._whole_at = ended, began
        else:
            self._ended |= ended
        self._read_at = began
        self.heard.set()


@asynccontextmanager
async def kept_hearing(revocations: PostgresRevocations, pool: Pool) -> AsyncIterator[None]:
    """Keep hearing beside whatever runs inside, which begins when the first reading is there, or is late.

    The pool is for this alone: where requests take every connection, whose session ended must be heard all the same.
    """
    async with listening(revocations, pool):
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_WITHIN):
                await revocations.heard.wait()
        yield
