"""From rows to Redis: due jobs, jobs whose word was lost, jobs whose worker died, and regular work."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from application.shared.clock import Clock
from application.shared.jobs import JobKind
from infrastructure.postgres.followers.direct import LOST as DATABASE_LOST
from infrastructure.postgres.followers.direct import connected, listen
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.jobs import DueJob, JobCount, JobSweep
from infrastructure.postgres.provisioning import SWEEPER
from infrastructure.postgres.wake import CHANNEL
from infrastructure.saq.queue import LOST as REDIS_LOST
from infrastructure.saq.queue import Carrier

RESEND_AFTER: Final = timedelta(seconds=15)
"""A job that was sent and that nobody claimed so long is sent again; Redis knows it by its key and keeps one."""

KEPT: Final = timedelta(days=7)
"""How long jobs that were done can still be looked at. Refused and dead ones stay until a person clears them."""

COUNTED_EVERY: Final = timedelta(seconds=5)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 500
_POLL = 0.25
_LONGEST_PAUSE = 5.0
_HOUR = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class Dispatcher:
    """Sends. Several may run: each due job is marked by one of them."""

    def __init__(
        self,
        direct_url: str,
        carrier: Carrier,
        kinds: Iterable[JobKind],
        clock: Clock,
        *,
        resend_after: timedelta = RESEND_AFTER,
    ) -> None:
        self._url = direct_url
        self._carrier = carrier
        self._regular = [(kind.name, kind.every) for kind in kinds if kind.every is not None]
        self._clock = clock
        self._resend_after = resend_after
        self._slots: dict[str, datetime] = {}
        self._counted_at = _EPOCH
        self.counts: Sequence[JobCount] | None = None
        """The jobs that are not done, a moment ago; ``None`` while that is not known."""

    async def run(self, stop: asyncio.Event) -> None:
        """Send until ``stop`` is set; connect anew whenever a connection is lost."""
        pause = _POLL
        while not stop.is_set():
            try:
                news = asyncio.Event()
                async with connected(self._url, SWEEPER) as connection:
                    await listen(connection, CHANNEL, news)
                    pause = _POLL
                    await self._dispatch(JobSweep(connection), stop, news)
            except DATABASE_LOST as lost:
                self.counts = None
                _log.warning("dispatcher_lost_connection", failure=type(lost).__name__, retry_after=pause)
                await until(pause, stop)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _dispatch(self, sweep: JobSweep, stop: asyncio.Event, news: asyncio.Event) -> None:
        pause = _POLL
        while not stop.is_set():
            news.clear()
            await self._tend(sweep)
            now = self._clock.now()
            jobs = await sweep.due(now, resend_after=self._resend_after, limit=_BATCH)
            unsent = await self._send(jobs)
            if unsent:
                await sweep.unsent(unsent, now)
                _log.warning("jobs_wait_for_redis", count=len(unsent), retry_after=pause)
                await until(pause, stop)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            pause = _POLL
            if len(jobs) < _BATCH:
                await until(_POLL, stop, news)

    async def _send(self, jobs: list[DueJob]) -> list[DueJob]:
        """Send jobs and give those that could not be sent."""
        outcomes = await asyncio.gather(*(self._carrier.send(job) for job in jobs), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, REDIS_LOST):
                raise outcome
        return [job for job, outcome in zip(jobs, outcomes, strict=True) if outcome is not None]

    async def _tend(self, sweep: JobSweep) -> None:
        now = self._clock.now()
        for kind, every in self._regular:
            slot = _slot(now, every)
            if self._slots.get(kind) != slot:
                await sweep.schedule(kind, slot)
                self._slots[kind] = slot
        if now - self._counted_at >= COUNTED_EVERY:
            self.counts, self._counted_at = await sweep.counts(now), now
        hour = _slot(now, _HOUR)
        if self._slots.get("") != hour:
            await sweep.forget(now - KEPT, limit=10_000)
            self._slots[""] = hour


def _slot(now: datetime, every: timedelta) -> datetime:
    return now - (now - _EPOCH) % every
