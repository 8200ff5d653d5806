"""Jobs that follow from facts, as rows in the follower's flush."""

from collections.abc import Mapping
from typing import Any

from application.shared.clock import Clock
from application.shared.followers import FollowedFact
from application.shared.reactions import job_of
from infrastructure.postgres.followers.lane import LaneSession
from infrastructure.postgres.jobs import write_job


class PostgresReactionJobs:
    """Adds a row for each job; one that is there stays as it is.

    It is due by the workers' clock: a sandbox's own, by which its facts are recorded, may be far ahead.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def enqueue(self, kind: str, followed: FollowedFact, session: LaneSession, arguments: Mapping[str, Any]) -> None:
        """Have a job done soon because of a fact, once."""
        write_job(
            session.flush,
            clinic=session.clinic,
            id=job_of(kind, followed),
            kind=kind,
            arguments=arguments,
            due_at=self._clock.now(),
        )
