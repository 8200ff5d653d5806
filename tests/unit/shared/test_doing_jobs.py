from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.shared.job_runner import JobRunner
from application.shared.jobs import Attempt, Job, JobKind, JobState, Outcome
from application.shared.refusals import Unavailable
from application.shared.retries import Retries
from domain.shared.errors import DomainError
from domain.shared.identifiers import ClinicId
from infrastructure.memory.jobs import KeptJob, MemoryJobs

LAKESIDE = ClinicId(UUID(int=1))
NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
TWICE = Retries(tries=2, first=timedelta(minutes=1), longest=timedelta(hours=1))


class At:
    """A clock that stands where it is set."""

    at = NINE

    def now(self) -> datetime:
        """Give the instant."""
        return self.at


class NotToday(DomainError):
    """The practice is closed today."""

    code = "test.not-today"
    mend = "Come tomorrow."


class Practice:
    """Somebody who does jobs, or says why not."""

    def __init__(self, *refusals: Exception) -> None:
        self.clock, self.jobs = At(), MemoryJobs()
        self._refusals = list(refusals)
        self.done: list[UUID] = []
        self.attempts: list[Attempt] = []
        kind = JobKind(name="test.work", handler=self._work, retries=TWICE)
        self._runner = JobRunner(self.jobs, [kind], self.clock, chance=lambda: 0.999)

    def wants(self, job: int, due_at: datetime = NINE) -> None:
        """Have a job done."""
        self.jobs.kept[LAKESIDE, UUID(int=job)] = KeptJob("test.work", {}, due_at)

    def job(self, job: int) -> KeptJob:
        """Look at a job."""
        return self.jobs.kept[LAKESIDE, UUID(int=job)]

    async def works(self) -> None:
        """Do what is due."""
        for clinic, job in self.jobs.due(self.clock.now()):
            attempt = await self._runner.run(clinic, job)
            if attempt is not None:
                self.attempts.append(attempt)

    async def _work(self, job: Job) -> None:
        if self._refusals:
            raise self._refusals.pop(0)
        self.done.append(job.id)


async def test_what_waits_longest_comes_first() -> None:
    """Jobs are done in the order in which they were due, and none before its time."""
    practice = Practice()
    practice.wants(1, NINE - timedelta(minutes=1))
    practice.wants(2, NINE - timedelta(minutes=2))
    practice.wants(3, NINE + timedelta(minutes=1))
    await practice.works()
    assert practice.done == [UUID(int=2), UUID(int=1)]


async def test_a_failed_job_is_tried_again_after_a_pause() -> None:
    """What failed is put off, and done when its pause is over."""
    practice = Practice(RuntimeError())
    practice.wants(1)
    await practice.works()
    assert (practice.job(1).state, practice.job(1).failure) == (JobState.WAITING, "RuntimeError")
    practice.clock.at += timedelta(minutes=1)
    await practice.works()
    assert practice.job(1).state is JobState.DONE


async def test_a_rules_no_is_an_outcome() -> None:
    """What a rule refuses is not tried again."""
    practice = Practice(NotToday())
    practice.wants(1)
    await practice.works()
    assert (practice.job(1).state, practice.job(1).failure) == (JobState.REFUSED, "test.not-today")


async def test_a_bad_moment_is_not_a_refusal() -> None:
    """A part that is away just now is no reason to give a job up."""
    practice = Practice(Unavailable(part="database"))
    practice.wants(1)
    await practice.works()
    assert practice.job(1).state is JobState.WAITING


async def test_a_job_is_not_tried_for_ever() -> None:
    """After its last try a job is put aside for a person to look at."""
    practice = Practice(RuntimeError(), RuntimeError())
    practice.wants(1)
    for _ in range(3):
        await practice.works()
        practice.clock.at += timedelta(hours=1)
    assert practice.job(1).state is JobState.DEAD


def test_pauses_double_up_to_the_longest() -> None:
    """Each failure doubles the pause, until it is as long as pauses get."""
    patient = Retries(tries=10, first=timedelta(minutes=10), longest=timedelta(hours=1))
    pauses = [patient.pause(failures, 0.0) for failures in (1, 2, 3, 4, 10)]
    assert pauses == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 30)] + [None]


async def test_how_an_attempt_ended_is_told() -> None:
    """Whoever counts attempts learns of each how it ended: it failed, failed for the last time, or was refused."""
    practice = Practice(LookupError(), LookupError(), NotToday())
    practice.wants(1)
    await practice.works()
    practice.clock.at += timedelta(hours=1)
    await practice.works()
    practice.wants(2)
    practice.wants(3, practice.clock.at + timedelta(hours=1))
    await practice.works()
    practice.clock.at += timedelta(hours=1)
    await practice.works()
    outcomes = [Outcome.FAILED, Outcome.DEAD, Outcome.REFUSED, Outcome.DONE]
    assert practice.attempts == [Attempt("test.work", outcome) for outcome in outcomes]
