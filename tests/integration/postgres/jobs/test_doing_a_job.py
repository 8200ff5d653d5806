import asyncio
from datetime import timedelta

import pytest

from application.shared.job_runner import JobRunner
from application.shared.jobs import Attempt, Job, JobKind, JobState, Outcome
from domain.shared.errors import DomainError
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.jobs import PostgresJobLedger
from integration.background import eventually
from integration.clock import SetClock
from integration.postgres.jobs.work import Work, journaling, kind


class NotToday(DomainError):
    """The practice is closed today."""

    code = "test.not-today"
    mend = "Come tomorrow."


@pytest.fixture
def clock() -> SetClock:
    """Give a clock that the test sets."""
    return SetClock()


def runner(pool: Pool, clock: SetClock, *kinds: JobKind) -> JobRunner:
    """Give a runner without chance."""
    return JobRunner(PostgresJobLedger(pool), kinds, clock, chance=lambda: 0.999)


async def failing(job: Job) -> None:
    """Fail."""
    raise RuntimeError(job.id)


async def refusing(_: Job) -> None:
    """Refuse."""
    raise NotToday


async def test_a_job_is_done_once_however_often_it_is_told(app: Pool, work: Work, clock: SetClock) -> None:
    """Five workers hear of the same job at once: one does it."""
    job = await work.add("test.work", clock.now())
    running = runner(app, clock, kind(journaling(app, first_takes=0.05)))
    attempts = await asyncio.gather(*(running.run(work.clinic, job) for _ in range(5)))
    assert [attempt for attempt in attempts if attempt] == [Attempt("test.work", Outcome.DONE)]
    assert await work.began(job) == 1


async def test_a_job_waits_until_it_is_due(app: Pool, work: Work, clock: SetClock) -> None:
    """Word of a job that comes too early changes nothing."""
    job = await work.add("test.work", clock.now() + timedelta(hours=1))
    running = runner(app, clock, kind(journaling(app)))
    assert not await running.run(work.clinic, job)
    clock.advance(timedelta(hours=1))
    assert await running.run(work.clinic, job)


async def test_a_failed_job_is_tried_again_later(app: Pool, work: Work, clock: SetClock) -> None:
    """After a failure the job is due again when its pause is over; only the failure's name is kept."""
    job = await work.add("test.work", clock.now())
    await runner(app, clock, kind(failing)).run(work.clinic, job)
    row = await work.row(job)
    assert (row["state"], row["failure"], row["attempts"]) == ("waiting", "RuntimeError", 1)
    assert timedelta(seconds=0.5) <= row["due_at"] - clock.now() <= timedelta(seconds=1)


async def test_a_job_that_fails_too_often_is_dead(app: Pool, work: Work, clock: SetClock) -> None:
    """After the last try the job is put aside, where it can be looked at."""
    job = await work.add("test.work", clock.now())
    running = runner(app, clock, kind(failing))
    for _ in range(2):
        await running.run(work.clinic, job)
        clock.advance(timedelta(minutes=1))
    assert (await work.row(job))["state"] == "dead"


async def test_a_dead_job_can_be_tried_again(app: Pool, work: Work, clock: SetClock) -> None:
    """A person who has mended the cause has the job done after all."""
    job = await work.add("test.work", clock.now())
    for _ in range(2):
        await runner(app, clock, kind(failing)).run(work.clinic, job)
        clock.advance(timedelta(minutes=1))
    assert await PostgresJobLedger(app).revive(work.clinic, job, clock.now())
    await runner(app, clock, kind(journaling(app))).run(work.clinic, job)
    assert await work.is_done(job)


async def test_a_rules_refusal_is_an_outcome(app: Pool, work: Work, clock: SetClock) -> None:
    """When a rule says no, that is the job's outcome: it is kept with the rule's code, and not tried again."""
    job = await work.add("test.work", clock.now())
    await runner(app, clock, kind(refusing)).run(work.clinic, job)
    row = await work.row(job)
    assert (row["state"], row["failure"]) == ("refused", "test.not-today")


async def test_a_lapsed_claim_can_be_taken(app: Pool, work: Work, clock: SetClock) -> None:
    """A job whose worker has not been heard of is another worker's; what the first one says then counts no more."""
    job = await work.add("test.work", clock.now())
    ledger = PostgresJobLedger(app)
    first = await ledger.claim(work.clinic, job, clock.now(), clock.now() + timedelta(seconds=30))
    assert first is not None
    clock.advance(timedelta(seconds=30))
    second = await ledger.claim(work.clinic, job, clock.now(), clock.now() + timedelta(seconds=30))
    assert second is not None
    await ledger.settle(first, JobState.DEAD, "Late", clock.now())
    await ledger.settle(second, JobState.DONE, None, clock.now())
    assert await work.is_done(job)


async def test_a_claim_is_extended_while_its_worker_works(app: Pool, work: Work, clock: SetClock) -> None:
    """A job that takes longer than a claim holds stays its worker's."""
    job, finish = await work.add("test.work", clock.now()), asyncio.Event()

    async def until_told(_: Job) -> None:
        await finish.wait()

    lease = timedelta(seconds=0.3)
    running = JobRunner(PostgresJobLedger(app), [kind(until_told)], clock, lease=lease)
    doing = asyncio.ensure_future(running.run(work.clinic, job))

    async def is_held_longer() -> bool:
        held_until = (await work.row(job))["claimed_until"]
        return held_until is not None and held_until >= clock.now() + lease

    for _ in range(3):
        assert await eventually(is_held_longer)
        clock.advance(lease - timedelta(milliseconds=1))
    assert await PostgresJobLedger(app).claim(work.clinic, job, clock.now(), clock.now()) is None
    finish.set()
    assert await doing


async def test_a_job_that_kills_its_workers_is_dead_in_the_end(app: Pool, work: Work, clock: SetClock) -> None:
    """A job over which worker after worker died is not given to one more."""
    job = await work.add("test.work", clock.now())
    ledger = PostgresJobLedger(app)
    for _ in range(2):
        await ledger.claim(work.clinic, job, clock.now(), clock.now() + timedelta(seconds=30))
        clock.advance(timedelta(seconds=30))
    await runner(app, clock, kind(journaling(app))).run(work.clinic, job)
    row = await work.row(job)
    assert (row["state"], row["failure"]) == ("dead", "WorkerDied")


async def test_a_job_of_a_newer_release_waits(app: Pool, work: Work, clock: SetClock) -> None:
    """A worker that does not know a kind of work leaves the job to one that does."""
    job = await work.add("test.unheard-of", clock.now())
    await runner(app, clock, kind(journaling(app))).run(work.clinic, job)
    row = await work.row(job)
    assert (row["state"], row["failure"]) == ("waiting", "UnknownJobKind")


async def test_an_attempt_that_takes_too_long_is_ended(app: Pool, work: Work, clock: SetClock) -> None:
    """An attempt has its time, and no more."""
    job = await work.add("test.work", clock.now())
    endless = kind(journaling(app, first_takes=3600), longest=timedelta(seconds=0.1))
    await runner(app, clock, endless).run(work.clinic, job)
    assert (await work.row(job))["failure"] == "TimeoutError"
