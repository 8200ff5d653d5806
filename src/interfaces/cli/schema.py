"""``polyclinic provision`` and ``migrate``: the database before the first process starts."""

import click

from infrastructure.postgres import provisioning
from infrastructure.postgres.migrating import PATIENCE
from infrastructure.postgres.migrating import migrate as apply_migrations
from infrastructure.postgres.pool import as_role
from infrastructure.settings import load_settings
from interfaces.cli.reaching import run


@click.command()
@click.option("--database", default="polyclinic", show_default=True, help="Name of the database to make.")
def provision(database: str) -> None:
    """Make the database's roles and the database, as the administrator in DATABASE_URL."""
    run(provisioning.provision(load_settings().direct_url, database))


@click.command()
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=PATIENCE,
    show_default=True,
    metavar="SECONDS",
    help="For how long to come back while others hold a table.",
)
def migrate(patience: float) -> None:
    """Bring the database's schema to this release's, reaching it directly as its owner, while the clinics work.

    A migration that does not have its lock within a fifth of a second steps aside, so that nobody queues behind it, and
    comes back until nobody stands in its way.
    """
    run(apply_migrations(as_role(load_settings().owner_url, provisioning.OWNER), patience=patience))
    click.echo("The schema is this release's.")
