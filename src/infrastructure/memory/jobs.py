"""Jobs in memory: taken in with a command, claimed and settled as rows are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from application.shared.execution import Execution
from application.shared.jobs import Job, JobState
from domain.shared.identifiers import ClinicId
from infrastructure.memory.log import current


@dataclass(frozen=True, slots=True)
class KeptJob:
    """A job as it is kept."""

    kind: str
    arguments: Mapping[str, Any]
    due_at: datetime
    state: JobState = JobState.WAITING
    attempts: int = 0
    claimed_until: datetime | None = None
    finished_at: datetime | None = None
    failure: str | None = None


class MemoryJobs:
    """Keeps jobs of all clinics: the queue that takes them in, and the ledger of their claims."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UUID, UUID], KeptJob] = {}
        """By clinic and id."""

    async def enqueue(
        self,
        kind: str,
        execution: Execution,
        *,
        arguments: Mapping[str, Any] | None = None,
        due_at: datetime | None = None,
        name: str = "job",
    ) -> UUID:
        """Take a job in when the running command commits."""
        id = execution.new_id(f"{kind}/{name}")  # noqa: A001 - the field's word
        job = KeptJob(kind, dict(arguments or {}), due_at or execution.now)
        current().on_commit(lambda: None, lambda: self.take_in((execution.clinic, id), job))
        return id

    def take_in(self, place: tuple[UUID, UUID], job: KeptJob) -> None:
        """Keep a job under its clinic and id; one that is there stays as it is."""
        self.kept.setdefault(place, job)

    def due(self, now: datetime) -> list[tuple[ClinicId, UUID]]:
        """Name the jobs that a worker should hear of, those that wait longest first."""
        waiting = [(job.due_at, place) for place, job in self.kept.items() if _is_free(job, now)]
        return [(ClinicId(clinic), job) for _, (clinic, job) in sorted(waiting)]

    async def claim(self, clinic: ClinicId, id: UUID, now: datetime, until: datetime) -> Job | None:  # noqa: A002 - the field's word
        """Take a job that is due and that nobody works on."""
        job = self.kept.get((clinic, id))
        if job is None or not _is_free(job, now):
            return None
        attempt = job.attempts + 1
        self.kept[clinic, id] = replace(job, state=JobState.RUNNING, attempts=attempt, claimed_until=until)
        return Job(clinic=clinic, id=id, kind=job.kind, arguments=job.arguments, attempt=attempt)

    async def extend(self, job: Job, until: datetime) -> bool:
        """Hold a claim longer."""
        return self._change(job, claimed_until=until)

    async def settle(self, job: Job, state: JobState, failure: str | None, now: datetime) -> None:
        """Keep how a job ended."""
        self._change(job, state=state, failure=failure, finished_at=now, claimed_until=None)

    async def postpone(self, job: Job, failure: str, due_at: datetime) -> None:
        """Give a job that failed back, to be tried again."""
        self._change(job, state=JobState.WAITING, failure=failure, due_at=due_at, claimed_until=None)

    async def hand_back(self, job: Job) -> None:
        """Give a job back as if it had not been claimed."""
        self._change(job, state=JobState.WAITING, attempts=job.attempt - 1, claimed_until=None)

    def _change(self, job: Job, **changes: Any) -> bool:
        kept = self.kept[job.clinic, job.id]
        if kept.state is not JobState.RUNNING or kept.attempts != job.attempt:
            return False
        self.kept[job.clinic, job.id] = replace(kept, **changes)
        return True


def _is_free(job: KeptJob, now: datetime) -> bool:
    is_open = job.state in (JobState.WAITING, JobState.RUNNING)
    return is_open and job.due_at <= now and (job.claimed_until is None or job.claimed_until <= now)
