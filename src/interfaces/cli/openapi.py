"""``polyclinic openapi``: the API's description."""

import sys

import click

from interfaces.http.application import described
from interfaces.http.openapi.document import printed
from interfaces.http.routes import Side


@click.command()
@click.option("--side", type=click.Choice([side.value for side in Side]), default=Side.ALL.value, show_default=True)
def openapi(side: str) -> None:
    """Print the OpenAPI document."""
    sys.stdout.buffer.write(printed(described(Side(side))))
