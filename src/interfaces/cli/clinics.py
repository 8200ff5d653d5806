"""``polyclinic clinic``: which clinics there are."""

from uuid import UUID

import click
import msgspec

from infrastructure.postgres.identity.clinic_register import ClinicRegister, RegisteredClinic
from infrastructure.postgres.provisioning import APP
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.reaching import pool_as, run, slugs, the_clinic


class ListedClinic(msgspec.Struct, frozen=True):
    """A clinic in a list."""

    slug: str
    id: UUID


class Clinics(msgspec.Struct, frozen=True):
    """What `list` prints."""

    clinics: list[ListedClinic]


@click.group()
def clinic() -> None:
    """Look at the clinics of this installation. A clinic is opened over the API, by an operator."""


@clinic.command("list")
@in_json
@example("polyclinic clinic list")
def list_clinics(*, as_json: bool) -> None:
    """List every clinic by its short name."""
    found = [ListedClinic(slug, clinic) for clinic, slug in run(slugs()).items()]
    if as_json:
        document(Clinics(found))
    elif found:
        table(("CLINIC", "ID"), ((clinic.slug, clinic.id) for clinic in found))
    else:
        click.echo("No clinic was opened yet.")


@clinic.command()
@click.argument("slug")
@in_json
@example("polyclinic clinic show lakeside")
def show(*, slug: str, as_json: bool) -> None:
    """Show a clinic, by its short name or id.

    What it is called and how large it is, nothing clinical.
    """
    found = run(_show(slug))
    if as_json:
        document(found)
    else:
        table(("FIELD", "VALUE"), msgspec.structs.asdict(found).items())


async def _show(slug: str) -> RegisteredClinic:
    clinic = the_clinic(slug, await slugs())
    async with pool_as(APP) as pool:
        found = await ClinicRegister(pool).show(clinic) if clinic is not None else None
    if found is None:
        raise click.ClickException(f"The clinic '{slug}' is listed, and its row is missing.")
    return found
