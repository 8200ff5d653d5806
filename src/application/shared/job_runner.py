"""Doing one job: claim it, do it, keep how it ended."""

import asyncio
import random  # noqa: TID251 - only for the pause between attempts
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from application.shared.clock import Clock
from application.shared.jobs import LEASE, Attempt, Job, JobKind, JobLedger, JobState, Outcome
from application.shared.refusals import Contended, DeadlineExceeded, StillRunning, Unavailable
from application.shared.retries import WORKING
from domain.shared.errors import DomainError
from domain.shared.identifiers import ClinicId

PASSING: Final = (Contended, DeadlineExceeded, StillRunning, Unavailable)
"""Refusals that say nothing about the work, only about the moment."""


class UnknownJobKind(Exception):
    """No handler has this name; perhaps a newer release's has."""


class WorkerDied(Exception):
    """Worker after worker died over this job."""


class JobRunner:
    """Does jobs by their id, however often it is told to."""

    def __init__(
        self,
        ledger: JobLedger,
        kinds: Iterable[JobKind],
        clock: Clock,
        *,
        lease: timedelta = LEASE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self._ledger = ledger
        self._clock = clock
        self._lease = lease
        self._chance = chance

    async def run(self, clinic: ClinicId, id: UUID) -> Attempt | None:  # noqa: A002 - the field's word
        """Do a job and tell how it ended; ``None`` where it was done, is being done, or is not due."""
        now = self._clock.now()
        job = await self._ledger.claim(clinic, id, now, now + self._lease)
        if job is None:
            return None
        return Attempt(job.kind, await self._attempt(job, self.kinds.get(job.kind)))

    async def _attempt(self, job: Job, kind: JobKind | None) -> Outcome:
        try:
            is_ours = await self._do(job, kind)
        except asyncio.CancelledError:
            await asyncio.shield(self._ledger.hand_back(job))
            raise
        except DomainError as refusal:
            if isinstance(refusal, PASSING):
                return await self._failed(job, kind, refusal.code)
            await self._ledger.settle(job, JobState.REFUSED, refusal.code, self._clock.now())
            return Outcome.REFUSED
        except Exception as failure:  # noqa: BLE001 - whatever a handler raises is kept by its name and tried again
            return await self._failed(job, kind, type(failure).__name__)
        if not is_ours:
            return Outcome.LOST
        await self._ledger.settle(job, JobState.DONE, None, self._clock.now())
        return Outcome.DONE

    async def _do(self, job: Job, kind: JobKind | None) -> bool:
        """Do the work, extending the claim all the while; stop and say ``False`` when it is somebody else's."""
        if kind is None:
            raise UnknownJobKind(job.kind)
        if job.attempt > kind.retries.tries:
            raise WorkerDied
        async with asyncio.timeout(kind.longest.total_seconds()):
            work = asyncio.ensure_future(kind.handler(job))
            try:
                while not (await asyncio.wait({work}, timeout=self._lease.total_seconds() / 3))[0]:
                    if not await self._extended(job):
                        return False
                await work
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
        return True

    async def _extended(self, job: Job) -> bool:
        try:
            return await self._ledger.extend(job, self._clock.now() + self._lease)
        except (Unavailable, TimeoutError):
            return True  # perhaps it holds; should it lapse, the outcome will not be kept, and another worker's will

    async def _failed(self, job: Job, kind: JobKind | None, failure: str) -> Outcome:
        now = self._clock.now()
        pause = (kind.retries if kind else WORKING).pause(job.attempt, self._chance())
        if pause is None:
            await self._ledger.settle(job, JobState.DEAD, failure, now)
            return Outcome.DEAD
        await self._ledger.postpone(job, failure, now + pause)
        return Outcome.FAILED
