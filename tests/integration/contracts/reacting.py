"""Letting a storage react: what follows from facts is written down, then done."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast
from uuid import UUID

from application.scheduling.waitlist.when_a_visit_is_booked_end_the_wait import WhenAVisitIsBookedEndTheWait
from application.scheduling.waitlist.when_time_is_freed_offer_it import WhenTimeIsFreedOfferIt
from application.shared.followers import FollowedFact, Follower
from application.shared.job_runner import JobRunner
from application.shared.jobs import LEASE, Attempt, JobLedger
from infrastructure.memory.followers import MemoryFollower, MemoryFollowers, MemoryLane
from infrastructure.memory.jobs import MemoryJobs
from infrastructure.memory.reaction_jobs import MemoryReactionJobs
from infrastructure.memory.scheduling.waiting_line import MemoryWaitlistLookout
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.followers.catalogue import waitlist_followers
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.followers.lane import Lanes, StepFailed
from infrastructure.postgres.followers.reading import LaneReader
from infrastructure.postgres.followers.sequencer import current_place, number
from infrastructure.postgres.jobs import PostgresJobLedger
from infrastructure.postgres.provisioning import FOLLOWER
from integration.databases import Database
from integration.people import Clinic
from integration.stack import Stack
from interfaces.jobs.kinds import job_kinds

S = TypeVar("S")

_DUE = """
select id from job
 where clinic_id = $1 and state in ('waiting', 'running') and due_at <= $2
   and (claimed_until is null or claimed_until <= $2)
 order by due_at, id
"""


class Died(Exception):
    """A process is no more."""


class Dying(Generic[S]):
    """A follower whose process dies at the worst moment."""

    def __init__(self, follower: Follower[S]) -> None:
        self._follower = follower
        self.name = follower.name
        self.kinds = follower.kinds

    async def apply(self, facts: Sequence[FollowedFact], session: S) -> None:
        """Do everything, and die."""
        await self._follower.apply(facts, session)
        raise Died


@dataclass(slots=True)
class Reacting:
    """A clinic's reactions over one storage. Nothing happens until it is asked for."""

    stack: Stack
    clinic: Clinic
    database: Database
    pool: Pool
    """Of the follower's role."""
    _lanes_in_memory: defaultdict[tuple[str, UUID], MemoryLane] = field(default_factory=lambda: defaultdict(MemoryLane))

    async def follow(self) -> None:
        """Write down what follows from everything that was recorded."""
        if self.stack.pool is None:
            await self._in_memory(*self._memory_reactions()).catch_up()
            return
        lanes = await self._lanes()
        for follower in waitlist_followers(self.stack.clock):
            while await lanes.step(follower, self.clinic.id, 1_000):
                pass

    async def die_following(self) -> None:
        """Follow with followers that die when everything is said and nothing is kept yet."""
        if self.stack.pool is None:
            await self._in_memory(*map(Dying, self._memory_reactions())).catch_up()
            self._lanes_in_memory = defaultdict(
                MemoryLane, {place: MemoryLane(lane.feed_no) for place, lane in self._lanes_in_memory.items()}
            )
            return
        lanes = await self._lanes()
        for follower in map(Dying, waitlist_followers(self.stack.clock)):
            with suppress(StepFailed):
                await lanes.step(follower, self.clinic.id, 1_000)

    async def die_working(self) -> None:
        """Do the jobs that wait, with a worker that dies before it can say so."""
        kinds = {kind.name: kind for kind in job_kinds(self.stack.use_cases)}
        now = self.stack.clock.now()
        for due in await self.due():
            job = await self._ledger().claim(self.clinic.id, due, now, now + LEASE)
            assert job is not None
            await kinds[job.kind].handler(job)

    async def due(self) -> list[UUID]:
        """Name the clinic's jobs that wait to be done."""
        now = self.stack.clock.now()
        if self.stack.pool is None:
            jobs: MemoryJobs = self.stack.container.shared.jobs()
            return [job for clinic, job in jobs.due(now) if clinic == self.clinic.id]
        async with clinic_transaction(self.stack.pool, self.clinic.id) as connection:
            return [row["id"] for row in await connection.fetch(_DUE, self.clinic.id, now)]

    async def work(self) -> list[Attempt]:
        """Do the jobs that wait."""
        runner = JobRunner(self._ledger(), job_kinds(self.stack.use_cases), self.stack.clock)
        attempts = [await runner.run(self.clinic.id, job) for job in await self.due()]
        return [attempt for attempt in attempts if attempt is not None]

    async def react(self) -> None:
        """Follow and work until nothing follows any more."""
        while True:
            await self.follow()
            if not await self.work():
                return

    def _ledger(self) -> JobLedger:
        pool = self.stack.pool
        return PostgresJobLedger(pool) if pool is not None else cast("JobLedger", self.stack.container.shared.jobs())

    async def _lanes(self) -> Lanes:
        """Have what was recorded numbered, and give what takes steps."""
        async with connected(self.database.url, FOLLOWER) as connection:
            await number(connection, await current_place(connection), 10_000)
        return Lanes(self.pool, LaneReader(self.stack.container.shared.codec()), self.stack.clock)

    def _in_memory(self, *followers: MemoryFollower) -> MemoryFollowers:
        running = MemoryFollowers(self.stack.container.shared.log(), followers, self.stack.clock)
        running.lanes = self._lanes_in_memory
        return running

    def _memory_reactions(self) -> tuple[MemoryFollower, ...]:
        container = self.stack.container
        lookout = MemoryWaitlistLookout(container.scheduling.waitlist.entries())
        jobs = MemoryReactionJobs(container.shared.jobs(), self.stack.clock)
        return WhenTimeIsFreedOfferIt(lookout, jobs), WhenAVisitIsBookedEndTheWait(lookout, jobs)
