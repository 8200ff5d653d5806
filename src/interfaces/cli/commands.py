"""The verbs of ``polyclinic``. Each reads its settings from the environment and ends with a sentence when it cannot."""

import sys
from collections.abc import Callable, Coroutine
from typing import Any

import asyncpg
import click
import uvloop

from application.shared.refusals import Unavailable
from domain.shared.contacts import EmailAddress
from domain.shared.errors import DomainError
from infrastructure.containers.opening import create_keys, opened
from infrastructure.crypto.key_encryption_keys import KeyMaterialUnusable
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeysUnusable
from infrastructure.embedded import EmbeddedServerError
from infrastructure.observability.logging import configure_logging
from infrastructure.postgres.migrating import migrate as apply_migrations
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import OWNER, provision
from infrastructure.settings import Settings, SettingsRefused, load_settings
from interfaces.asgi import application
from interfaces.cli import dev as development
from interfaces.cli.signals import stop_on_signals
from interfaces.http.application import described
from interfaces.http.openapi.document import printed
from interfaces.http.routes import Side
from interfaces.server import PortTaken, listen, serve
from interfaces.worker import work

_MENDED_BY_THE_READER = (
    DomainError,
    EmbeddedServerError,
    FileNotPrivate,
    KeyMaterialUnusable,
    PortTaken,
    SettingsRefused,
    SigningKeysUnusable,
)
"""Failures whose message tells what is wrong and what to do."""


class Told(click.Group):
    """Ends with a sentence, not with a traceback, where the reader can mend what is wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out a verb."""
        try:
            return super().invoke(ctx)
        except Unavailable as gone:
            raise click.ClickException("PostgreSQL does not answer. Check DATABASE_URL and that it runs.") from gone
        except _MENDED_BY_THE_READER as refusal:
            raise click.ClickException(_sentence(refusal)) from refusal
        except FileNotFoundError as missing:
            message = f"{missing.filename} is missing. Make the keys with 'polyclinic keys create'."
            raise click.ClickException(message) from missing
        except (OSError, asyncpg.PostgresError) as failure:
            message = (
                f"A server cannot be reached or used ({type(failure).__name__}). Check DATABASE_URL and REDIS_URL."
            )
            raise click.ClickException(message) from failure


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run Polyclinic: a self-hosted backend for clinics that see patients by video, by phone and in person.

    Every setting is an environment variable; docs/operating.md lists them.
    """


@main.command()
def dev() -> None:
    """Run everything on this machine, with servers of its own and a demo clinic."""
    development.run(load_settings())


@main.command()
@click.option("--side", type=click.Choice([side.value for side in Side]), default=Side.ALL.value, show_default=True)
def api(side: str) -> None:
    """Serve the API, or one side of it."""
    configure_logging()
    _until_stopped(load_settings(), Side(side))


@main.command()
def worker() -> None:
    """Follow the log and do jobs, and tell on a port of its own how that goes."""
    configure_logging()
    settings = load_settings()
    listening = listen(settings.host, settings.worker_port, "POLYCLINIC_WORKER_PORT")

    async def run() -> None:
        await work(settings, listening, stop_on_signals())

    _run(run)


@main.command("provision")
@click.option("--database", default="polyclinic", show_default=True, help="Name of the database to make.")
def provision_database(database: str) -> None:
    """Make the database's roles and the database, as the administrator in DATABASE_URL."""
    _run(lambda: provision(load_settings().direct_url, database))


@main.command()
def migrate() -> None:
    """Bring the database's schema to this release's, reaching it directly as its owner."""
    _run(lambda: apply_migrations(as_role(load_settings().direct_url, OWNER)))
    click.echo("The schema is this release's.")


@main.group()
def keys() -> None:
    """Look after the keys that seal personal data and sign tokens."""


@keys.command("create")
def create() -> None:
    """Draw the keys that are missing. Back them up: without them nothing personal can be read again."""
    created: list[bool] = []

    async def draw() -> None:
        created.append(await create_keys(load_settings()))

    _run(draw)
    click.echo("Keys were made; back them up." if created[0] else "The keys are there already.")


@main.group()
def operator() -> None:
    """Look after those who run the installation."""


@operator.command("add")
@click.argument("email")
@click.password_option(help="At least 12 characters.")
def add(email: str, password: str) -> None:
    """Add an operator, who may open clinics."""

    async def enter() -> None:
        async with opened(load_settings()) as container:
            await container.identity().operators().add(_address(email), password)

    _run(enter)
    click.echo("The operator can sign in.")


@main.command()
@click.option("--side", type=click.Choice([side.value for side in Side]), default=Side.ALL.value, show_default=True)
def openapi(side: str) -> None:
    """Print the OpenAPI document."""
    sys.stdout.buffer.write(printed(described(Side(side))))


def _until_stopped(settings: Settings, side: Side) -> None:
    listening = listen(settings.host, settings.port)

    async def run() -> None:
        stop = stop_on_signals()
        async with application(settings, side) as app:
            await serve(app, listening, stop)

    _run(run)


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    uvloop.run(work())


def _address(text: str) -> EmailAddress:
    try:
        return EmailAddress(address=text)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from wrong


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, DomainError):
        return f"{refusal.rule()} {refusal.mend}"
    return str(refusal)
