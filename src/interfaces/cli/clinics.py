"""``polyclinic clinic``: which clinics there are, and how each stands."""

from uuid import UUID

import click
import msgspec
from uuid_utils.compat import uuid7

from application.identity.clinics.close_clinic import CloseClinic
from application.identity.clinics.reinstate_clinic import ReinstateClinic
from application.identity.clinics.set_clinic_rates import SetClinicRates
from application.identity.clinics.suspend_clinic import SuspendClinic
from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.execution import Call
from application.shared.pipeline import CommandPipeline
from domain.identity.clinic_rates import ClinicRates
from domain.identity.standing import SuspensionReason
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from infrastructure.containers.opening import opened
from infrastructure.containers.wiring import pipelines
from infrastructure.postgres.identity.clinic_register import ClinicRegister, RegisteredClinic
from infrastructure.postgres.provisioning import APP
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json, table
from interfaces.cli.reaching import clinic_named, pool_as, reachable, run, slugs

SHELL = AccountId(UUID("00000000-0000-0000-0000-000000000002"))
"""Stands where an operator's account would, for whoever has a shell on the machine."""

REASONS = [reason.value for reason in SuspensionReason]


class ListedClinic(msgspec.Struct, frozen=True):
    """A clinic in a list."""

    slug: str
    id: UUID


class Clinics(msgspec.Struct, frozen=True):
    """What `list` prints."""

    clinics: list[ListedClinic]


@click.group()
def clinic() -> None:
    """Look at the clinics of this installation, set their rates, suspend and close them.

    One is opened over the API, by an operator.
    """


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


@clinic.command()
@click.argument("slug")
@click.option("--reason", type=click.Choice(REASONS), required=True, help="Why; a word for the log.")
@in_json
@example("polyclinic clinic suspend lakeside --reason payment")
def suspend(*, slug: str, reason: str, as_json: bool) -> None:
    """Let nobody of a clinic in until it is reinstated.

    It goes by its short name or id. Within five seconds no process takes a token or a key of the clinic; its jobs wait,
    and nothing is lost.
    """
    _tell(slug, run(_have_done(slug, SuspendClinic(reason=SuspensionReason(reason)))), as_json=as_json)


@clinic.command()
@click.argument("slug")
@in_json
@example("polyclinic clinic reinstate lakeside")
def reinstate(*, slug: str, as_json: bool) -> None:
    """Let the people of a suspended clinic in again."""
    _tell(slug, run(_have_done(slug, ReinstateClinic())), as_json=as_json)


@clinic.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_json
@example("polyclinic clinic close lakeside")
def close(*, slug: str, yes: bool, as_json: bool) -> None:
    """Close a clinic for good.

    Nobody gets in any more; what is kept of it stays.
    """
    if not yes:
        click.confirm(f"Close '{slug}' for good?", abort=True, err=True)
    _tell(slug, run(_have_done(slug, CloseClinic())), as_json=as_json)


@clinic.command()
@click.argument("slug")
@click.option("--credential", type=int, help="Requests a minute of one sign-in or service key.")
@click.option("--clinic", type=int, help="Requests a minute of all its people together.")
@click.option("--withdraw", is_flag=True, help="Let the installation's rates hold again.")
@in_json
@example("polyclinic clinic rates lakeside --credential 1200 --clinic 60000")
def rates(*, slug: str, credential: int | None, clinic: int | None, withdraw: bool, as_json: bool) -> None:
    """Say how often a clinic's people may ask.

    A rate that is not named is the installation's. Within five seconds every process counts by them.
    """
    if withdraw is (credential is not None or clinic is not None):
        message = "Name a rate with --credential or --clinic, or have the installation's hold again with --withdraw."
        raise click.UsageError(message)
    found = run(_have_done(slug, SetClinicRates(rates=_rates(credential, clinic))))
    if as_json:
        document(RatedClinic(found.slug, found.id, found.credential_rate, found.clinic_rate))
    else:
        click.echo(
            f"At the clinic '{slug}' a credential has {_a_minute(found.credential_rate)}, "
            f"and all of them together have {_a_minute(found.clinic_rate)}."
        )


def _rates(credential: int | None, clinic: int | None) -> ClinicRates:
    try:
        return msgspec.convert({"credential": credential, "clinic": clinic}, ClinicRates)
    except msgspec.ValidationError as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _a_minute(rate: int | None) -> str:
    return "the installation's rate" if rate is None else f"{rate} requests a minute"


class RatedClinic(msgspec.Struct, frozen=True):
    """What `rates` prints; a rate that is null is the installation's."""

    slug: str
    id: UUID
    credential_rate: int | None
    clinic_rate: int | None


class Stands(msgspec.Struct, frozen=True):
    """What `suspend`, `reinstate` and `close` print."""

    slug: str
    id: UUID
    standing: str


def _tell(slug: str, found: RegisteredClinic, *, as_json: bool) -> None:
    if as_json:
        document(Stands(found.slug, found.id, found.standing))
    else:
        click.echo(f"The clinic '{slug}' is {found.standing}.")


async def _have_done(slug: str, command: Command) -> RegisteredClinic:
    """Carry an operator's command out at a clinic. Raises its refusals."""
    clinic = clinic_named(slug, await slugs())
    async with opened(reachable()) as container:
        pipeline = pipelines(container)[type(command)]
        assert isinstance(pipeline, CommandPipeline)  # noqa: S101 - a command is carried out by nothing else
        operator = Actor(clinic=clinic, id=SHELL, role=Role.OPERATOR)
        await pipeline(command, Call(actor=operator, request_id=uuid7()))
    return await _show(slug)


async def _show(slug: str) -> RegisteredClinic:
    clinic = clinic_named(slug, await slugs())
    async with pool_as(APP) as pool:
        found = await ClinicRegister(pool).show(clinic)
    if found is None:
        raise click.ClickException(f"The clinic '{slug}' is listed, and its row is missing.")
    return found
