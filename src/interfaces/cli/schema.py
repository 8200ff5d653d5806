"""``polyclinic provision`` and ``migrate``: the database before the first process starts."""

import click

from infrastructure.postgres import provisioning
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
def migrate() -> None:
    """Bring the database's schema to this release's, reaching it directly as its owner."""
    run(apply_migrations(as_role(load_settings().owner_url, provisioning.OWNER)))
    click.echo("The schema is this release's.")
