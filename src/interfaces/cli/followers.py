"""``polyclinic followers``: what follows the log, and lanes that stand still."""

import click
import msgspec
import structlog
from uuid_utils.compat import uuid7

from application.shared.actor import Actor
from application.shared.execution import Execution
from application.shared.system import SYSTEM
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from infrastructure.clocks import SystemClock
from infrastructure.postgres.audit_entries import entry_of, keep
from infrastructure.postgres.followers import catalogue
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.lanes import Lane, OperatedLanes
from infrastructure.postgres.provisioning import APP, FOLLOWER
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.reaching import pool_as, run, slugs, the_clinic

SKIPPING = "followers.skip-fact"
"""The operation under which the audit trail has it."""

_log = structlog.get_logger(__name__)


class OperatorsLane(Lane, frozen=True, kw_only=True):
    """A lane, with its clinic's short name."""

    slug: str | None


class Lanes(msgspec.Struct, frozen=True):
    """What `list` and `parked` print."""

    lanes: list[OperatorsLane]


class Resumed(msgspec.Struct, frozen=True):
    """What `resume` prints."""

    resumed: list[OperatorsLane]
    """As they were before."""
    skipped: int | None = None
    """The fact that was stepped over."""


@click.group()
def followers() -> None:
    """Look after what follows the log: read models that are written behind the commands.

    Each follower goes through each clinic's facts in a lane of its own. A fact that it cannot take, eight times, parks
    that lane; the others go on.
    """


@followers.command("list")
@click.option("--follower", metavar="NAME", help="Only this follower.")
@click.option("--clinic", metavar="SLUG", help="Only this clinic, by its short name or id.")
@in_json
@example("polyclinic followers list --clinic lakeside")
def list_lanes(*, follower: str | None, clinic: str | None, as_json: bool) -> None:
    """List every lane.

    How far it is, how far it could be, and whether it is parked.
    """
    found = run(_lanes(follower, clinic))
    if as_json:
        document(Lanes(found))
    else:
        _print(found)


@followers.command()
@in_json
@example("polyclinic followers parked")
def parked(*, as_json: bool) -> None:
    """List the lanes that stand still.

    At which fact, after how many tries and which failure. They go on when a person resumes them.
    """
    found = [lane for lane in run(_lanes(None, None)) if lane.state == "parked"]
    if as_json:
        document(Lanes(found))
    elif found:
        _print(found)
        click.echo("\nMend the cause, then: polyclinic followers resume FOLLOWER --clinic SLUG")
    else:
        click.echo("No lane is parked.")


@followers.command()
@click.argument("follower", required=False)
@click.option("--clinic", metavar="SLUG", help="The clinic, by its short name or id.")
@click.option(
    "--all", "everywhere", is_flag=True, help="Every parked lane; where FOLLOWER or --clinic is named, every one of it."
)
@click.option(
    "--skip",
    type=click.IntRange(min=1),
    metavar="N",
    help="Step over fact N, at which the lane stands. Its effect is missing until the read model is built anew.",
)
@in_json
@example(
    "polyclinic followers resume day-board --clinic lakeside",
    "polyclinic followers resume --all",
    "polyclinic followers resume day-board --clinic lakeside --skip 4711",
)
def resume(*, follower: str | None, clinic: str | None, everywhere: bool, skip: int | None, as_json: bool) -> None:
    """Let parked lanes try again.

    They go on with the fact at which they stand. It is stepped over only by its number, in one lane; the clinic's
    audit trail keeps that it was.
    """
    one = follower is not None and clinic is not None
    if one == everywhere:
        raise click.UsageError("Name one lane with FOLLOWER and --clinic, or say --all.")
    if skip is not None and not one:
        raise click.UsageError("A fact is stepped over in one lane: name FOLLOWER and --clinic.")
    resumed = run(_resume(follower, clinic, skip))
    if as_json:
        document(Resumed(resumed, skip))
        return
    for lane in resumed:
        click.echo(f"{lane.follower} goes on in {lane.slug or lane.clinic} behind fact {skip or lane.checkpoint}.")
    if not resumed:
        click.echo("No lane is parked.")


async def _lanes(follower: str | None, clinic: str | None) -> list[OperatorsLane]:
    known = await slugs()
    async with pool_as(FOLLOWER) as pool:
        names = [one.name for one in catalogue.followers(SystemClock())]
        lanes = await OperatedLanes(pool).lanes(names, follower=follower, clinic=the_clinic(clinic, known))
    return [OperatorsLane(**msgspec.structs.asdict(lane), slug=known.get(lane.clinic)) for lane in lanes]


async def _resume(follower: str | None, clinic: str | None, skip: int | None) -> list[OperatorsLane]:
    stands = [lane for lane in await _lanes(follower, clinic) if lane.state == "parked"]
    if clinic is not None and not stands:
        message = (
            f"The lane of {follower} in {clinic} is not parked. 'polyclinic followers parked' lists those that are."
        )
        raise click.ClickException(message)
    async with pool_as(FOLLOWER) as pool:
        if skip is not None:
            await _skip(OperatedLanes(pool), stands[0], skip)
            return stands
        checkpoints = Checkpoints(pool)
        return [lane for lane in stands if await checkpoints.resume(lane.clinic, lane.follower)]


async def _skip(lanes: OperatedLanes, lane: Lane, feed_no: int) -> None:
    """Step over a fact, once the audit trail has it: what cannot be kept there is not done."""
    if feed_no != lane.checkpoint + 1:
        raise click.ClickException(f"The lane stands at fact {lane.checkpoint + 1}, not at {feed_no}.")
    stream = await lanes.stream(lane.clinic, feed_no)
    async with pool_as(APP) as pool:
        streams = [stream] if stream is not None else []
        skipped = f"{lane.follower}/{feed_no}"
        await keep(pool, lane.clinic, [entry_of(_by_an_operator(lane.clinic), skipped, (), streams, key=None)])
    if not await lanes.skip(lane.clinic, lane.follower, feed_no):
        raise click.ClickException("Somebody else has resumed the lane meanwhile; no fact was stepped over.")
    _log.warning("fact_skipped", follower=lane.follower, clinic_id=lane.clinic, feed_no=feed_no, stream_id=stream)


def _by_an_operator(clinic: ClinicId) -> Execution:
    """Give the execution of what an operator does on the machine itself, where nobody signs in."""
    command = uuid7()
    return Execution(
        actor=Actor(clinic=clinic, id=SYSTEM, role=Role.OPERATOR),
        operation=SKIPPING,
        reach="any",
        command_id=command,
        correlation_id=command,
        now=SystemClock().now(),
    )


def _print(lanes: list[OperatorsLane]) -> None:
    headings = ("FOLLOWER", "CLINIC", "STATE", "CHECKPOINT", "HEAD", "LAG", "TRIES", "FAILURE", "FACT")
    table(
        headings,
        (
            (
                lane.follower,
                lane.slug or lane.clinic,
                lane.state,
                lane.checkpoint,
                lane.head,
                lane.lag,
                lane.attempts,
                lane.failure,
                lane.fact,
            )
            for lane in lanes
        ),
    )
