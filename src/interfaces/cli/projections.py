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
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.opening import opened
from infrastructure.containers.row_models import row_models, unconnected
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.followers.building import AlreadyRebuilding, Building, StillBehind
from infrastructure.postgres.followers.catalogue import PROJECTIONS, Projection
from infrastructure.postgres.followers.checkpoints import Checkpoints
from infrastructure.postgres.followers.rebuild import Rebuild
from infrastructure.postgres.followers.row_rebuild import RowRebuild
from infrastructure.postgres.followers.rows import RowModel
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.provisioning import FOLLOWER, OWNER
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.progress import ProgressLine
from interfaces.cli.reaching import connected_as, pool_as, reachable, run, slugs, the_clinic
from interfaces.cli.signals import stop_on_signals
from interfaces.cli.told import INTERRUPTED

_LOOKS = 0.1
"""Seconds between two looks at how far it is."""


def _written(container: ApplicationContainer) -> dict[str, RowModel]:
    return {model.name: model for model in row_models(container)}


_FOLLOWING: dict[str, Projection] = {projection.name: projection for projection in PROJECTIONS}
_WITH_FACTS: dict[str, RowModel] = _written(unconnected())


class ListedProjection(msgspec.Struct, frozen=True, kw_only=True):
    """A read model in a list."""

    name: str
    table: str
    """Several, with commas between them, where they are written and rebuilt together."""
    waiting: int
    """Facts that it has not seen, of all clinics; none where it is written with its facts."""
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
    differing: list[str]
    """Tables in which another row stood than follows from the facts, where it is written with them."""


@click.group()
def projections() -> None:
    """Look after read models: those that follow the log, and those that are written with their facts.

    Each can be built anew from the first fact.
    """


@projections.command("list")
@in_json
@example("polyclinic projections list")
def list_projections(*, as_json: bool) -> None:
    """List the read models.

    And how many facts, of all clinics, those that follow the log have not seen yet.
    """
    found = run(_list())
    if as_json:
        document(Projections(found))
    else:
        table(("NAME", "TABLE", "WAITING", "PARKED"), (msgspec.structs.astuple(projection) for projection in found))


@projections.command()
@click.argument("name", type=click.Choice([*_FOLLOWING, *_WITH_FACTS]))
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
    if clinic is not None and name in _WITH_FACTS:
        raise click.ClickException(f"{name} is written with its facts, and is built anew for every clinic at once.")
    try:
        found = run(_rebuild(name, clinic, afresh=afresh))
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
        if found.differing:
            click.echo(f"Other rows stood before in {', '.join(found.differing)}.")


async def _list() -> list[ListedProjection]:
    async with pool_as(FOLLOWER) as pool:
        lags = [(projection, await Checkpoints(pool).lag(projection.name)) for projection in PROJECTIONS]
    return [
        ListedProjection(name=projection.name, table=projection.table, waiting=lag.waiting, parked=lag.parked)
        for projection, lag in lags
    ] + [
        ListedProjection(name=model.name, table=", ".join(table.name for table in model.tables), waiting=0, parked=0)
        for model in _WITH_FACTS.values()
    ]


async def _rebuild(name: str, clinic: str | None, *, afresh: bool) -> Rebuilt | None:
    """Rebuild, and give ``None`` where Ctrl-C came first."""
    stop = stop_on_signals()
    chosen = the_clinic(clinic, await slugs()) if clinic is not None else None
    async with _rebuilding(name) as building:
        if afresh:
            await building.give_up()
        with ProgressLine(sys.stderr) as line:
            async with _shown(line, building, name, chosen):
                facts = await building.run(clinic=chosen, stop=stop)
            if facts is None:
                return None
            line.show(name, facts, facts)
        compared = building.compared if isinstance(building, RowRebuild) else ()
    differing = [table.table for table in compared if not table.agrees]
    return Rebuilt(name=name, clinic=chosen, facts=facts, differing=differing)


@asynccontextmanager
async def _rebuilding(name: str) -> AsyncIterator[Building]:
    async with AsyncExitStack() as life:
        owner = await life.enter_async_context(connected_as(OWNER))
        if name in _FOLLOWING:
            pool = await life.enter_async_context(pool_as(FOLLOWER))
            _, table_name, make = _FOLLOWING[name]
            yield Rebuild(owner, pool, Codec(REGISTRY), SystemClock(), name=name, table=table_name, make=make)
            return
        pool = await life.enter_async_context(pool_as(OWNER))
        container = await life.enter_async_context(opened(reachable()))
        shared = container.shared()
        yield RowRebuild(
            owner,
            pool,
            shared.codec(),
            SystemClock(),
            model=_written(container)[name],
            store=shared.store(),
            keys=shared.keys(),
        )


@asynccontextmanager
async def _shown(line: ProgressLine, building: Building, name: str, clinic: ClinicId | None) -> AsyncIterator[None]:
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
