"""The process that does jobs: SAQ's worker, and the dispatcher that feeds it."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from saq.types import PartialTimersDict
from saq.worker import Worker

from application.shared.clock import Clock
from application.shared.job_runner import JobRunner
from application.shared.jobs import LEASE, JobKind, JobMeter
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.waiting import stopping
from infrastructure.postgres.jobs import PostgresJobLedger
from infrastructure.saq.dispatcher import RESEND_AFTER, Dispatcher
from infrastructure.saq.queue import FUNCTION, Carrier, let_go, working_queue
from infrastructure.saq.queue import LOST as REDIS_LOST

GRACE: Final = 20
"""Seconds that running jobs get to finish when the process stops; then they are handed back."""

_HAND_BACK = 5.0
_DEQUEUE = 1.0
_SWEEP = 10


class _QuietWorker(Worker[Any]):
    """SAQ's worker without what belongs to the process: its signals, and upkeep that would outlast a stop."""

    SIGNALS = []  # noqa: RUF012 - SAQ declares it as it does

    _upkeep: "Sequence[asyncio.Task[None]]" = ()

    async def upkeep(self) -> "list[asyncio.Task[None]]":
        """Start the upkeep, and keep hold of it."""
        self._upkeep = upkeep = await super().upkeep()
        return upkeep

    async def stop(self) -> None:
        """Stop: the upkeep at once, jobs within their grace."""
        self.event.set()
        for task in self._upkeep:
            task.cancel()
        await super().stop()


class WorkerProcess:
    """Does jobs. Any number may run."""

    def __init__(  # noqa: PLR0913 - what a process is set up with
        self,
        direct_url: str,
        redis_url: str,
        pool: Pool,
        kinds: Iterable[JobKind],
        clock: Clock,
        *,
        concurrency: int = 10,
        grace: int = GRACE,
        lease: timedelta = LEASE,
        resend_after: timedelta = RESEND_AFTER,
        meter: JobMeter | None = None,
    ) -> None:
        """``pool`` is the application role's; ``direct_url`` leads past any pooler.

        ``concurrency`` bounds the jobs at once; each takes a connection only for moments.
        """
        kinds = tuple(kinds)
        self.runner = JobRunner(PostgresJobLedger(pool), kinds, clock, lease=lease)
        self._carrier = Carrier(redis_url)
        self.dispatcher = Dispatcher(direct_url, self._carrier, kinds, clock, resend_after=resend_after)
        self._redis_url = redis_url
        self._concurrency = concurrency
        self._grace = grace
        self._meter = meter

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; then finish what runs, or hand it back."""
        try:
            await stopping(stop, self.dispatcher.run(stop), self._work(stop))
        finally:
            await self._carrier.close()

    async def _work(self, stop: asyncio.Event) -> None:
        queue = working_queue(self._redis_url)
        worker = _QuietWorker(
            queue,
            [(FUNCTION, self._run)],
            concurrency=self._concurrency,
            dequeue_timeout=_DEQUEUE,
            shutdown_grace_period_s=self._grace,
            cancellation_hard_deadline_s=_HAND_BACK,
            timers=PartialTimersDict(schedule=1, worker_info=10, sweep=_SWEEP, abort=1),
        )
        working = asyncio.ensure_future(worker.start())
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            await self._end(worker, working)
            await let_go(queue)

    async def _end(self, worker: _QuietWorker, working: "asyncio.Future[None]") -> None:
        """Stop the worker. While Redis is away, what waits for it is given up: the rows know what is to be done."""
        try:
            async with asyncio.timeout(self._grace + 2 * _HAND_BACK):
                await worker.stop()
                await working
        except (TimeoutError, *REDIS_LOST):
            working.cancel()
            await asyncio.wait({working}, timeout=_HAND_BACK)

    async def _run(self, _: Any, *, clinic: str, id: str) -> None:  # noqa: A002 - the field's word
        began = time.perf_counter()
        attempt = await self.runner.run(ClinicId(UUID(clinic)), UUID(id))
        if attempt is not None and self._meter is not None:
            self._meter.finished(attempt, time.perf_counter() - began)
