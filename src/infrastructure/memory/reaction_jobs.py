"""Jobs that follow from facts, in memory."""

from collections.abc import Mapping
from typing import Any

from application.shared.clock import Clock
from application.shared.followers import FollowedFact
from application.shared.reactions import job_of
from infrastructure.memory.followers import MemoryLaneSession
from infrastructure.memory.jobs import KeptJob, MemoryJobs


class MemoryReactionJobs:
    """Takes each job in when the follower's step is done."""

    def __init__(self, jobs: MemoryJobs, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock

    def enqueue(
        self, kind: str, followed: FollowedFact, session: MemoryLaneSession, arguments: Mapping[str, Any]
    ) -> None:
        """Have a job done soon because of a fact, once."""
        place = (session.clinic, job_of(kind, followed))
        job = KeptJob(kind, dict(arguments), self._clock.now())
        session.on_commit(lambda: self._jobs.take_in(place, job))
