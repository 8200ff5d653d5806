"""``polyclinic operator``: those who run the installation."""

import click

from domain.shared.contacts import EmailAddress
from infrastructure.containers.opening import opened
from infrastructure.settings import load_settings
from interfaces.cli.local_servers import found
from interfaces.cli.reaching import run


@click.group()
def operator() -> None:
    """Look after those who run the installation."""


@operator.command("add")
@click.argument("email")
@click.password_option(help="At least 12 characters.")
def add(email: str, password: str) -> None:
    """Add an operator, who may open clinics."""

    async def enter() -> None:
        async with opened(found(load_settings())) as container:
            await container.identity().clinics().operators().add(_address(email), password)

    run(enter())
    click.echo("The operator can sign in.")


def _address(text: str) -> EmailAddress:
    try:
        return EmailAddress(address=text)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from wrong
