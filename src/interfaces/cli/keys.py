"""``polyclinic keys``: the keys that seal personal data and sign tokens."""

import sys
from datetime import datetime, timedelta

import click
import msgspec

from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import create_keys, key_vault, signing_key_file
from infrastructure.crypto.fresh_signing_keys import OLD_KEY_LIVES
from infrastructure.crypto.signing_keys import Rotation
from infrastructure.settings import load_settings
from interfaces.cli.examples import example
from interfaces.cli.key_rotation import retired, wrapped_anew
from interfaces.cli.printing import document, in_json
from interfaces.cli.progress import ProgressLine
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
@click.option("--root", is_flag=True, help="The key that wraps all keys of persons, instead of the one that signs.")
@click.option("--clinic", metavar="SLUG", help="The key that wraps those of one clinic, by its short name or id.")
@click.option("--shown", default=600, show_default=True, type=click.IntRange(min=5), help="Seconds before it signs.")
@in_json
@example("polyclinic keys rotate", "polyclinic keys rotate --root", "polyclinic keys rotate --clinic lakeside")
def rotate(*, root: bool, clinic: str | None, shown: int, as_json: bool) -> None:
    """Have another key sign tokens, or wrap persons' keys.

    Nothing is restarted. A new signing key is shown in the key set first; copies of the set may be five minutes old.
    Then it signs, and the old one is kept until the last of its tokens has run out. Where hosts have the file each,
    copy it to all of them meanwhile.

    With --root or --clinic, a new key wraps every stored key anew, while everything is read and written. It can be
    broken off: called again, it goes on. The older key stays in the vault until 'polyclinic keys retire'.
    """
    if root and clinic is not None:
        raise click.UsageError("The root's key serves every clinic: give --root or --clinic, not both.")
    if root or clinic is not None:
        _wrap_anew(clinic, as_json=as_json)
        return
    begun = run(_rotated(timedelta(seconds=shown)))
    if as_json:
        document(Rotating(begun.new, begun.signs_from, begun.old, begun.over_at))
    else:
        click.echo(f"The key {begun.new} signs from {begun.signs_from:%H:%M:%S} UTC on.")
        click.echo(f"The key {begun.old} is gone at {begun.over_at:%H:%M:%S} UTC. Then back the keys up.")


async def _rotated(shown: timedelta) -> Rotation:
    settings = load_settings()
    async with key_vault(settings) as vault:
        keys = signing_key_file(settings, vault)
        return await keys.rotate(SystemClock().now(), shown=shown, lifetime=OLD_KEY_LIVES)


def _wrap_anew(clinic: str | None, *, as_json: bool) -> None:
    with ProgressLine(sys.stderr) as line:
        done = run(wrapped_anew(clinic, line))
    if as_json:
        document(done)
    else:
        click.echo(f"{'Went on with' if done.went_on else 'Drew'} the key {done.current}. Back the vault up.")
        click.echo(f"It wrapped {done.wrapped_anew:,} stored keys anew.")
    if done.shut:
        message = f"{done.shut:,} stored keys do not open and stay as they are: put the vault's backup in its place."
        raise click.ClickException(message)


@keys.command("retire")
@click.option(
    "--idle", default=900, show_default=True, type=click.IntRange(min=5), help="Seconds since the last rotation."
)
@in_json
@example("polyclinic keys retire")
def retire(*, idle: int, as_json: bool) -> None:
    """Destroy the keys in the vault that wrap nothing any more.

    A backup of the database from before the rotation opens only with a copy of the vault from then. Refused where the
    last rotation is younger than --idle: a process may still be writing under the older key.
    """
    destroyed = run(retired(idle))
    if as_json:
        document(destroyed)
    else:
        when = f"opens nothing any more, and is destroyed in {destroyed.grace_days} days"
        for kek_id in destroyed.destroyed:
            click.echo(f"The key {kek_id} {when if destroyed.grace_days else 'is destroyed'}.")
        click.echo(f"{destroyed.kept:,} {'key stays' if destroyed.kept == 1 else 'keys stay'} in the vault.")
