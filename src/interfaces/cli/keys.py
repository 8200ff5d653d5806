"""``polyclinic keys``: the keys that seal personal data and sign tokens."""

from datetime import datetime, timedelta

import click
import msgspec

from infrastructure.clocks import SystemClock
from infrastructure.containers.opening import create_keys, signing_key_file
from infrastructure.crypto.fresh_signing_keys import OLD_KEY_LIVES
from infrastructure.settings import load_settings
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json
from interfaces.cli.reaching import run


@click.group()
def keys() -> None:
    """Look after the keys that seal personal data and sign tokens."""


@keys.command("create")
def create() -> None:
    """Draw the keys that are missing. Back them up: without them nothing personal can be read again."""
    created = run(create_keys(load_settings()))
    click.echo("Keys were made; back them up." if created else "The keys are there already.")


class Rotating(msgspec.Struct, frozen=True):
    """What `rotate` prints."""

    new: str
    signs_from: datetime
    old: str
    over_at: datetime


@keys.command("rotate")
@click.option("--shown", default=600, show_default=True, type=click.IntRange(min=5), help="Seconds before it signs.")
@in_json
@example("polyclinic keys rotate")
def rotate(*, shown: int, as_json: bool) -> None:
    """Have another key sign access tokens, without a restart.

    The new key is shown in the key set first; copies of the set may be five minutes old. Then it signs, and the old one
    is kept until the last of its tokens has run out. Where hosts have the file each, copy it to all of them meanwhile.
    """
    begun = run(
        signing_key_file(load_settings()).rotate(
            SystemClock().now(), shown=timedelta(seconds=shown), lifetime=OLD_KEY_LIVES
        )
    )
    if as_json:
        document(Rotating(begun.new, begun.signs_from, begun.old, begun.over_at))
    else:
        click.echo(f"The key {begun.new} signs from {begun.signs_from:%H:%M:%S} UTC on.")
        click.echo(f"The key {begun.old} is gone at {begun.over_at:%H:%M:%S} UTC. Then back the keys up.")
