"""Jobs are taken in with a command, claimed by one worker at a time, and settled only under a claim that holds."""

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

from application.shared.jobs import Job, JobLedger, JobQueue, JobState
from infrastructure.postgres.jobs import PostgresJobLedger
from integration.contracts.registry import a_patient, answer_for, attempt, execution, patients_of
from integration.people import Clinic
from integration.stack import Stack

PORTS = (JobQueue, JobLedger)

LEASE = timedelta(seconds=30)


def queue_of(stack: Stack) -> JobQueue:
    """Give the queue under test."""
    return cast("JobQueue", stack.container.shared.jobs())


def ledger_of(stack: Stack) -> JobLedger:
    """Give the ledger under test."""
    if stack.pool is None:
        return cast("JobLedger", stack.container.shared.jobs())
    return PostgresJobLedger(stack.pool)


async def taken_in(stack: Stack, clinic: Clinic, *, later: timedelta = timedelta(), commits: bool = True) -> UUID:
    """Take a job in with a command."""
    command = execution(stack, clinic.front_desk)
    async with attempt(stack, command) as transaction:
        patient = a_patient()
        await patients_of(stack).add(patient, command)
        job = await queue_of(stack).enqueue(
            "test.work", command, arguments={"patient": str(patient.id)}, due_at=stack.clock.now() + later
        )
        if commits:
            await transaction.commit(answer_for(patient), None)
    return job


async def claimed(stack: Stack, clinic: Clinic, job: UUID) -> Job | None:
    """Claim a job now."""
    now = stack.clock.now()
    return await ledger_of(stack).claim(clinic.id, job, now, now + LEASE)


async def test_a_job_is_kept_with_its_command(stack: Stack, clinic: Clinic) -> None:
    """What a command wanted done is there when the command is."""
    job = await claimed(stack, clinic, await taken_in(stack, clinic))
    assert job is not None
    assert (job.kind, job.attempt, list(job.arguments)) == ("test.work", 1, ["patient"])


async def test_a_job_is_gone_with_its_command(stack: Stack, clinic: Clinic) -> None:
    """A command that is taken back has left no work behind."""
    assert await claimed(stack, clinic, await taken_in(stack, clinic, commits=False)) is None


async def test_a_job_is_one_workers(stack: Stack, clinic: Clinic) -> None:
    """While a claim holds nobody else has the job."""
    job = await taken_in(stack, clinic)
    assert await claimed(stack, clinic, job) is not None
    assert await claimed(stack, clinic, job) is None


async def test_a_job_has_its_time(stack: Stack, clinic: Clinic) -> None:
    """A job cannot be claimed before it is due."""
    assert await claimed(stack, clinic, await taken_in(stack, clinic, later=timedelta(hours=1))) is None


async def test_another_clinic_has_no_such_job(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A job is its clinic's."""
    assert await claimed(stack, other_clinic, await taken_in(stack, clinic)) is None
    assert await claimed(stack, clinic, uuid4()) is None


async def test_what_is_done_stays_done(stack: Stack, clinic: Clinic) -> None:
    """A job that was settled is nobody's any more."""
    id = await taken_in(stack, clinic)  # noqa: A001 - the field's word
    job = await claimed(stack, clinic, id)
    assert job is not None
    await ledger_of(stack).settle(job, JobState.DONE, None, stack.clock.now())
    assert await claimed(stack, clinic, id) is None


async def test_a_lapsed_claim_changes_nothing(stack: Stack, clinic: Clinic) -> None:
    """A worker whose claim lapsed, and was taken by another, can neither extend it nor settle the job."""
    id = await taken_in(stack, clinic)  # noqa: A001 - the field's word
    first = await claimed(stack, clinic, id)
    assert first is not None
    before, stack.clock.at = stack.clock.at, stack.clock.at + LEASE
    second = await claimed(stack, clinic, id)
    assert second is not None
    assert not await ledger_of(stack).extend(first, stack.clock.now() + LEASE)
    await ledger_of(stack).settle(first, JobState.DEAD, "Late", stack.clock.now())
    assert await ledger_of(stack).extend(second, stack.clock.now() + LEASE)
    stack.clock.at = before


async def test_a_job_that_is_handed_back_was_not_tried(stack: Stack, clinic: Clinic) -> None:
    """A worker that stops gives its job back as it got it."""
    id = await taken_in(stack, clinic)  # noqa: A001 - the field's word
    for _ in range(2):
        job = await claimed(stack, clinic, id)
        assert job is not None
        assert job.attempt == 1
        await ledger_of(stack).hand_back(job)


async def test_a_failed_job_comes_again(stack: Stack, clinic: Clinic) -> None:
    """A job that is put off can be claimed when it is due again, as a further attempt."""
    id = await taken_in(stack, clinic)  # noqa: A001 - the field's word
    job = await claimed(stack, clinic, id)
    assert job is not None
    await ledger_of(stack).postpone(job, "RuntimeError", stack.clock.now() + timedelta(minutes=1))
    assert await claimed(stack, clinic, id) is None
    await ledger_of(stack).postpone(job, "RuntimeError", stack.clock.now())  # no claim, no effect
    before, stack.clock.at = stack.clock.at, stack.clock.at + timedelta(minutes=1)
    again = await claimed(stack, clinic, id)
    stack.clock.at = before
    assert again is not None
    assert again.attempt == 2
