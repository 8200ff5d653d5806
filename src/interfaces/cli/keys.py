"""``polyclinic keys``: the keys that seal personal data and sign tokens."""

import click

from infrastructure.containers.opening import create_keys
from infrastructure.settings import load_settings
from interfaces.cli.reaching import run


@click.group()
def keys() -> None:
    """Look after the keys that seal personal data and sign tokens."""


@keys.command("create")
def create() -> None:
    """Draw the keys that are missing. Back them up: without them nothing personal can be read again."""
    created = run(create_keys(load_settings()))
    click.echo("Keys were made; back them up." if created else "The keys are there already.")
