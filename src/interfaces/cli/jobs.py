"""``polyclinic jobs``: work outside requests, and what became of it. Ids and kinds only, nothing a job is about."""

from datetime import timedelta
from uuid import UUID

import click
import msgspec

from application.processes.schedule import SCHEDULE, spoken
from application.shared.command import Command
from application.shared.jobs import JobState
from infrastructure.clocks import SystemClock
from infrastructure.postgres.job_rows import JobRow, JobRows
from infrastructure.postgres.jobs import JobCount, JobSweep
from infrastructure.postgres.provisioning import SWEEPER
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.reaching import connected_as, run, slugs, the_clinic


class OperatorsJob(JobRow, frozen=True, kw_only=True):
    """A job, with its clinic's short name."""

    slug: str | None


class Jobs(msgspec.Struct, frozen=True):
    """What `list` prints."""

    jobs: list[OperatorsJob]


class Counts(msgspec.Struct, frozen=True):
    """What `counts` prints."""

    counts: list[JobCount]


class Requeued(msgspec.Struct, frozen=True):
    """What `requeue` prints."""

    requeued: list[UUID]


class RegularWork(msgspec.Struct, frozen=True, kw_only=True):
    """What every clinic has done regularly."""

    kind: str
    every_seconds: int
    because: str
    """Why that is often enough."""


class Schedule(msgspec.Struct, frozen=True):
    """What `schedule` prints."""

    schedule: list[RegularWork]


@click.group()
def jobs() -> None:
    """Look after jobs: work that is done outside requests.

    One that failed eight times is dead until it is requeued.
    """


@jobs.command()
@in_json
@example("polyclinic jobs counts")
def counts(*, as_json: bool) -> None:
    """Count the jobs that are not done.

    By kind and state, over all clinics.
    """
    found = run(_counts())
    if as_json:
        document(Counts(found))
    elif found:
        table(("KIND", "STATE", "JOBS"), ((count.kind, count.state, count.jobs) for count in found))
    else:
        click.echo("Every job is done.")


@jobs.command()
@in_json
@example("polyclinic jobs schedule")
def schedule(*, as_json: bool) -> None:
    """List what every clinic has done regularly.

    How often, and why that is often enough. It is the release's; nothing is asked of a server.
    """
    if as_json:
        document(Schedule([_regular(*work) for work in SCHEDULE]))
    else:
        rows = ((work.command.operation, spoken(work.every), work.because) for work in SCHEDULE)
        table(("KIND", "HOW OFTEN", "WHY THAT IS ENOUGH"), rows)


@jobs.command("list")
@click.option(
    "--state",
    type=click.Choice([state.value for state in JobState]),
    default=JobState.DEAD.value,
    show_default=True,
    help="Only jobs in this state.",
)
@click.option("--kind", metavar="KIND", help="Only jobs of this kind.")
@click.option("--clinic", metavar="SLUG", help="Only this clinic's, by its short name or id.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@in_json
@example("polyclinic jobs list --state running --clinic lakeside")
def list_jobs(*, state: str, kind: str | None, clinic: str | None, limit: int, as_json: bool) -> None:
    """List dead jobs, or those in another state.

    The latest come first.
    """
    found = run(_list(JobState(state), kind, clinic, limit))
    if as_json:
        document(Jobs(found))
    elif found:
        rows = (
            (job.id, job.slug or job.clinic, job.kind, job.attempts, job.due_at, job.finished_at, job.failure)
            for job in found
        )
        table(("ID", "CLINIC", "KIND", "TRIES", "DUE", "ENDED", "FAILURE"), rows)
    else:
        click.echo(f"No job is {state}.")


@jobs.command()
@click.argument("job", type=click.UUID)
@in_json
@example("polyclinic jobs show 0192f3c4-5d6e-7f80-91a2-b3c4d5e6f708")
def show(*, job: UUID, as_json: bool) -> None:
    """Show one job.

    Its state, its tries, its instants and the last failure's name.
    """
    found = run(_show(job))
    if as_json:
        document(found)
    else:
        table(("FIELD", "VALUE"), msgspec.structs.asdict(found).items())


@jobs.command()
@click.argument("wanted", metavar="[JOB]...", type=click.UUID, nargs=-1)
@click.option("--all-dead", is_flag=True, help="Every dead job, or those of --kind and --clinic.")
@click.option("--kind", metavar="KIND", help="With --all-dead: only jobs of this kind.")
@click.option("--clinic", metavar="SLUG", help="With --all-dead: only this clinic's.")
@in_json
@example(
    "polyclinic jobs requeue 0192f3c4-5d6e-7f80-91a2-b3c4d5e6f708",
    "polyclinic jobs requeue --all-dead --kind scheduling.tidy-expired-holds",
)
def requeue(*, wanted: tuple[UUID, ...], all_dead: bool, kind: str | None, clinic: str | None, as_json: bool) -> None:
    """Have dead jobs tried again from the start."""
    if bool(wanted) == all_dead:
        raise click.UsageError("Name dead jobs by their ids, or say --all-dead.")
    if not all_dead and (kind is not None or clinic is not None):
        raise click.UsageError("--kind and --clinic choose among all: say --all-dead.")
    requeued = run(_requeue_all(kind, clinic) if all_dead else _requeue(wanted))
    if as_json:
        document(Requeued(requeued))
    else:
        click.echo(f"Jobs that are tried again: {len(requeued):,}.")


async def _counts() -> list[JobCount]:
    async with connected_as(SWEEPER) as connection:
        return await JobSweep(connection).counts(SystemClock().now())


async def _list(state: JobState, kind: str | None, clinic: str | None, limit: int) -> list[OperatorsJob]:
    known = await slugs()
    async with connected_as(SWEEPER) as connection:
        chosen = the_clinic(clinic, known)
        rows = await JobRows(connection).of_state(state, clinic=chosen, kind=kind, limit=limit)
    return [_named(row, known) for row in rows]


async def _show(job: UUID) -> OperatorsJob:
    known = await slugs()
    async with connected_as(SWEEPER) as connection:
        row = await JobRows(connection).show(job)
    if row is None:
        raise click.ClickException(f"There is no job {job}. Jobs that were done are forgotten after a week.")
    return _named(row, known)


async def _requeue(wanted: tuple[UUID, ...]) -> list[UUID]:
    async with connected_as(SWEEPER) as connection:
        rows = JobRows(connection)
        found = {job: await rows.show(job) for job in wanted}
        for job, row in found.items():
            if row is None or row.state != JobState.DEAD:
                state = "unknown" if row is None else row.state
                raise click.ClickException(f"Job {job} is {state}; only a dead one is requeued. None was.")
        now = SystemClock().now()
        return [job for job, row in found.items() if row is not None and await rows.requeue(row.clinic, job, now)]


async def _requeue_all(kind: str | None, clinic: str | None) -> list[UUID]:
    chosen = the_clinic(clinic, await slugs()) if clinic is not None else None
    async with connected_as(SWEEPER) as connection:
        rows = JobRows(connection)
        now = SystemClock().now()
        dead = await rows.dead(clinic=chosen, kind=kind)
        return [job for of_clinic, job in dead if await rows.requeue(of_clinic, job, now)]


def _regular(command: type[Command], every: timedelta, because: str) -> RegularWork:
    return RegularWork(kind=command.operation, every_seconds=int(every.total_seconds()), because=because)


def _named(row: JobRow, known: dict[UUID, str]) -> OperatorsJob:
    return OperatorsJob(**msgspec.structs.asdict(row), slug=known.get(row.clinic))
