"""``polyclinic audit``: the ledger over the audit trail, taken out of the system and verified without it."""

from functools import partial
from typing import BinaryIO, TextIO

import click
import msgspec

from domain.audit.batch import Ledger
from domain.audit.checkpoint import Checkpoint, origin_of
from domain.audit.export import NumberedEntry
from domain.shared.errors import DomainError
from infrastructure.clocks import SystemClock
from infrastructure.containers.keys import key_vault, ledger_key_file
from infrastructure.crypto.signed_notes import NoteKey, NoteRefused, signed
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.crypto.verified_ledger import verified
from infrastructure.postgres.ledger.exporting import exported, ledger_now
from infrastructure.postgres.provisioning import AUDITOR
from infrastructure.settings import load_settings
from interfaces.cli.examples import example
from interfaces.cli.printing import document, in_json
from interfaces.cli.progress import ProgressLine
from interfaces.cli.reaching import clinic_named, connected_as, run, slugs

_clinic = click.option("--clinic", "named", required=True, metavar="SLUG", help="Whose ledger.")


class Verified(msgspec.Struct, frozen=True):
    """What `verify` prints."""

    entries: int
    batches: int
    checkpoints: int
    root: str
    """Over all entries, in hexadecimal digits."""


@click.group()
def audit() -> None:
    """Take the ledger of who did and read what out of the system, and verify it anywhere.

    Keep checkpoints where whoever runs the system cannot reach them: what they stand for cannot be altered, removed or
    written anew without it being found.
    """


@audit.command()
@_clinic
@click.option("--to", "file", type=click.File("wb"), default="-", help="A file; standard output unless said.")
@example("polyclinic audit export --clinic lakeside --to ledger.ndjson")
def export(*, named: str, file: BinaryIO) -> None:
    """Write a clinic's whole ledger down, as lines of JSON.

    It holds ids, codes, instants and sealed values, nothing in clear about a person.
    """
    count = run(_export(named, file))
    click.echo(f"{count:,} entries were written.", err=True)


@audit.command()
@_clinic
@example("polyclinic audit checkpoint --clinic lakeside > 2030-05-14.note")
def checkpoint(*, named: str) -> None:
    """Print what the ledger is now, signed, to be kept elsewhere.

    The form is C2SP's checkpoint, which other programs read too.
    """
    click.echo(run(_checkpoint(named)), nl=False)


@audit.command()
@_clinic
@example("polyclinic audit key --clinic lakeside")
def key(*, named: str) -> None:
    """Print the key that signs checkpoints, as `verify` takes it."""
    click.echo(run(_key(named)))


@audit.command()
@click.argument("file", type=click.File("rb"))
@click.option("--checkpoint", "notes", type=click.File("r"), multiple=True, help="A checkpoint. Give all you have.")
@click.option("--key", "keys", multiple=True, help="The key that signed them, from whom you have the checkpoints.")
@in_json
@example("polyclinic audit verify ledger.ndjson --checkpoint 2030-05-14.note")
def verify(*, file: BinaryIO, notes: tuple[TextIO, ...], keys: tuple[str, ...], as_json: bool) -> None:
    """Verify an export, offline: no database, no secret.

    FILE is what `export` wrote; '-' reads standard input. The first entry or batch that is not what was sealed is
    named, and the verb ends with 1. Without a checkpoint it is only shown that the ledger agrees with itself.
    """
    try:
        known = [NoteKey.read(text) for text in keys]
    except NoteRefused as refused:
        raise click.BadParameter(str(refused), param_hint="--key") from None
    texts = [note.read() for note in notes]
    try:
        with ProgressLine() as line:
            ledger = verified(file, texts, known, told=None if as_json else partial(line.show, "verifying"))
    except DomainError as fault:
        raise click.ClickException(_told(fault)) from None
    if as_json:
        document(Verified(ledger.tree.size, ledger.batches, len(texts), ledger.tree.root.hex()))
    else:
        click.echo(_summary(ledger, len(texts)))


def _summary(ledger: Ledger, checkpoints: int) -> str:
    holds = f"{ledger.tree.size:,} entries in {ledger.batches:,} batches are what was sealed"
    if not checkpoints:
        return f"{holds}.\nNo checkpoint was given: whoever holds the signing key could have written all of it anew."
    return f"{holds}, and what {'the checkpoint' if checkpoints == 1 else f'{checkpoints:,} checkpoints'} said."


def _told(fault: DomainError) -> str:
    where = ", ".join(f"{name} {value}" for name, value in fault.details.items())
    return f"{fault.rule()}{f' ({where})' if where else ''}\n{fault.mend}"


async def _export(named: str, file: BinaryIO) -> int:
    clinic = clinic_named(named, await slugs())
    count = 0
    async with connected_as(AUDITOR) as connection:
        async for line in exported(connection, clinic):
            file.write(msgspec.json.encode(line) + b"\n")
            count += isinstance(line, NumberedEntry)
    return count


async def _checkpoint(named: str) -> str:
    clinic = clinic_named(named, await slugs())
    keys = await _keys()
    async with connected_as(AUDITOR) as connection:
        ledger = await ledger_now(connection, clinic)
    made = Checkpoint.of(clinic, ledger.tree.size, ledger.tree.root)
    return signed(made.body(), made.origin, keys.private)


async def _key(named: str) -> str:
    clinic = clinic_named(named, await slugs())
    keys = await _keys()
    return str(NoteKey(origin_of(clinic), keys.private.public_key().public_bytes_raw()))


async def _keys() -> SigningKeys:
    settings = load_settings()
    async with key_vault(settings) as vault:
        return (await ledger_key_file(settings, vault).load()).at(SystemClock().now())
