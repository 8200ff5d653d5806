"""``polyclinic projections``: read models, and building one anew from the first fact."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import click
import msgspec

from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.clocks import SystemClock
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.followers.catalogue import PROJECTIONS, Projection
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.rebuild import AlreadyRebuilding, Rebuild, StillBehind
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.provisioning import FOLLOWER, OWNER
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.progress import ProgressLine
from interfaces.cli.reaching import connected_as, pool_as, run, slugs, the_clinic
from interfaces.cli.signals import stop_on_signals
from interfaces.cli.told import INTERRUPTED

_LOOKS = 0.1
"""Seconds between two looks at how far it is."""


class ListedProjection(msgspec.Struct, frozen=True, kw_only=True):
    """A read model in a list."""

    name: str
    table: str
    waiting: int
    """Facts that it has not seen, of all clinics."""
    parked: int
    """Lanes that stand still."""


class Projections(msgspec.Struct, frozen=True):
    """What `list` prints."""

    projections: list[ListedProjection]


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What `rebuild` prints."""

    name: str
    clinic: ClinicId | None
    """``None``: every clinic."""
    facts: int
    """From how many it was built."""


@click.group()
def projections() -> None:
    """Look after read models that follow the log.

    Each can be built anew from the first fact.
    """


@projections.command("list")
@in_json
@example("polyclinic projections list")
def list_projections(*, as_json: bool) -> None:
    """List the read models that follow the log.

    And how many facts, of all clinics, they have not seen yet.
    """
    found = run(_list())
    if as_json:
        document(Projections(found))
    else:
        table(("NAME", "TABLE", "WAITING", "PARKED"), (msgspec.structs.astuple(projection) for projection in found))


@projections.command()
@click.argument("name", type=click.Choice([projection.name for projection in PROJECTIONS]))
@click.option("--clinic", metavar="SLUG", help="Only this clinic's part, by its short name or id.")
@click.option(
    "--afresh", is_flag=True, help="Throw away what an interrupted rebuild left, instead of going on with it."
)
@in_json
@example(
    "polyclinic projections rebuild day-board",
    "polyclinic projections rebuild day-board --clinic lakeside",
)
def rebuild(*, name: str, clinic: str | None, afresh: bool, as_json: bool) -> None:
    """Build a read model anew from the first fact.

    It is built beside the live one, then put in its place. Reading goes on all the while. Ctrl-C is safe at any moment:
    the live one stays, and the next call goes on with what was built.
    """
    projection = next(projection for projection in PROJECTIONS if projection.name == name)
    try:
        found = run(_rebuild(projection, clinic, afresh=afresh))
    except AlreadyRebuilding as other:
        raise click.ClickException(
            f"Another process builds {name} anew at this moment. Wait until it is done."
        ) from other
    except StillBehind as behind:
        message = (
            f"The new {name} cannot overtake the live one: a lane of it fails, or the table is read without a pause. "
            f"Look at 'polyclinic followers list --follower {name}/rebuild'; the live one is as it was."
        )
        raise click.ClickException(message) from behind
    if found is None:
        click.echo("Stopped. The live one is as it was; the same command goes on with what was built.", err=True)
        raise click.exceptions.Exit(INTERRUPTED)
    if as_json:
        document(found)
    else:
        where = f" for {clinic}" if clinic else ""
        click.echo(f"{name} was built anew{where} from {found.facts:,} facts, and is live.")


async def _list() -> list[ListedProjection]:
    async with pool_as(FOLLOWER) as pool:
        lags = [(projection, await Checkpoints(pool).lag(projection.name)) for projection in PROJECTIONS]
    return [
        ListedProjection(name=projection.name, table=projection.table, waiting=lag.waiting, parked=lag.parked)
        for projection, lag in lags
    ]


async def _rebuild(projection: Projection, clinic: str | None, *, afresh: bool) -> Rebuilt | None:
    """Rebuild, and give ``None`` where Ctrl-C came first."""
    stop = stop_on_signals()
    chosen = the_clinic(clinic, await slugs()) if clinic is not None else None
    async with _rebuilding(projection) as building:
        if afresh:
            await building.give_up()
        with ProgressLine(sys.stderr) as line:
            async with _shown(line, building, projection.name, chosen):
                facts = await building.run(clinic=chosen, stop=stop)
            if facts is None:
                return None
            line.show(projection.name, facts, facts)
    return Rebuilt(name=projection.name, clinic=chosen, facts=facts)


@asynccontextmanager
async def _rebuilding(projection: Projection) -> AsyncIterator[Rebuild]:
    async with AsyncExitStack() as life:
        owner = await life.enter_async_context(connected_as(OWNER))
        pool = await life.enter_async_context(pool_as(FOLLOWER))
        name, table_name, make = projection
        yield Rebuild(owner, pool, Codec(REGISTRY), SystemClock(), name=name, table=table_name, make=make)


@asynccontextmanager
async def _shown(line: ProgressLine, building: Rebuild, name: str, clinic: ClinicId | None) -> AsyncIterator[None]:
    """Show how far it is, until it is there."""
    ended = asyncio.Event()

    async def show() -> None:
        while not ended.is_set():
            done, total = await building.progress(clinic)
            if done < total:
                line.show(name, done, total)
            await until(_LOOKS, ended)

    showing = asyncio.ensure_future(show())
    try:
        yield
    finally:
        ended.set()
        with contextlib.suppress(Unavailable, TimeoutError):  # what cannot be shown stops nothing
            await showing
