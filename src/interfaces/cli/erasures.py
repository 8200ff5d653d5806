"""``polyclinic erasures``: who was erased, and erasing them again in a restored database."""

from typing import BinaryIO

import click
import msgspec

from infrastructure.postgres.erasure.erased_people import ErasedPeople, Tombstone
from infrastructure.postgres.provisioning import APP
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.progress import ProgressLine
from interfaces.cli.reaching import pool_as, run, slugs


class Erasures(msgspec.Struct, frozen=True):
    """What `list` prints, and what `reapply` reads."""

    erasures: list[Tombstone]


class Reapplied(msgspec.Struct, frozen=True):
    """What `reapply` prints."""

    erased_again: int
    nothing_to_do: int
    """They stand already, or nobody had been registered yet."""


@click.group()
def erasures() -> None:
    """Look at who was erased; erase them again in a restored database."""


@erasures.command("list")
@in_json
@example("polyclinic erasures list --json > erasures.json")
def list_erasures(*, as_json: bool) -> None:
    """List whoever was erased, by ids alone.

    Keep the JSON document apart from the database's backups: a backup remembers who was erased since.
    """
    found = run(_listed())
    if as_json:
        document(Erasures(found))
    elif found:
        known = run(slugs())
        rows = [(known.get(one.clinic, one.clinic), one.patient, one.erased_at) for one in found]
        table(("CLINIC", "PATIENT", "ERASED"), rows)
    else:
        click.echo("Nobody was erased.")


@erasures.command()
@click.argument("file", type=click.File("rb"))
@in_json
@example("polyclinic erasures reapply erasures.json")
def reapply(*, file: BinaryIO, as_json: bool) -> None:
    """Erase again everybody whom a list names.

    FILE is what `list --json` printed; '-' reads it from standard input. To be done after every restore, before any
    process starts. It can be broken off and called again.
    """
    try:
        wanted = msgspec.json.decode(file.read(), type=Erasures).erasures
    except msgspec.MsgspecError:
        message = "This is no list of erasures. Make one with: polyclinic erasures list --json"
        raise click.ClickException(message) from None
    done = run(_reapplied(wanted, quiet=as_json))
    if as_json:
        document(done)
    else:
        click.echo(f"Erased again: {done.erased_again:,}. Nothing was to be done for {done.nothing_to_do:,}.")


async def _listed() -> list[Tombstone]:
    async with pool_as(APP) as pool:
        return list(await ErasedPeople(pool).list())


async def _reapplied(wanted: list[Tombstone], *, quiet: bool) -> Reapplied:
    again = 0
    async with pool_as(APP) as pool:
        people = ErasedPeople(pool)
        with ProgressLine() as line:
            for number, tombstone in enumerate(wanted, start=1):
                again += await people.reapply(tombstone)
                if not quiet:
                    line.show("erasing again", number, len(wanted))
    return Reapplied(erased_again=again, nothing_to_do=len(wanted) - again)
