"""Reaching the database for one verb: directly, in one role, with a deadline on everything."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import click
import uvloop

from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.followers.direct import Direct, connected
from infrastructure.postgres.identity.clinic_register import ClinicRegister
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, OWNER
from infrastructure.settings import Settings, SettingsRefused, load_settings
from interfaces.cli.local_servers import found

T = TypeVar("T")

LONG = 600.0
"""Seconds that a statement of the owner's may take: it may look at the whole log."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Carry a verb's work out."""
    return uvloop.run(work)


def reachable() -> Settings:
    """Read the settings of a verb that needs the database, which may be the one of ``make run``.

    Raises ``SettingsRefused`` where none is named and none runs in the data directory.
    """
    settings = found(load_settings())
    if not settings.database_url:
        message = (
            "DATABASE_URL is empty, and no 'make run' is running here. Name the database, as in "
            "DATABASE_URL=postgresql://polyclinic_app:<password>@localhost/polyclinic"
        )
        raise SettingsRefused(message)
    return settings


@asynccontextmanager
async def pool_as(role: str) -> AsyncIterator[Pool]:
    """Give a few connections in a role. Raises what the driver raises where the server cannot be reached."""
    settings = reachable()
    url = settings.owner_url if role == OWNER else settings.direct_url
    pool = await open_pool(url, role, size=4, statement_cache=settings.statement_cache)
    try:
        yield pool
    finally:
        await close_pool(pool)


@asynccontextmanager
async def connected_as(role: str) -> AsyncIterator[Direct]:
    """Give one connection in a role, the owner's with the owner's password. Raises what the driver raises."""
    settings = reachable()
    if role == OWNER:
        async with connected(settings.owner_url, role, patience=LONG) as connection:
            yield connection
    else:
        async with connected(settings.direct_url, role) as connection:
            yield connection


async def slugs() -> dict[UUID, str]:
    """Give every clinic's short name."""
    async with pool_as(APP) as pool:
        return await ClinicRegister(pool).slugs()


def the_clinic(named: str | None, known: dict[UUID, str]) -> ClinicId | None:
    """Give the clinic that a short name or an id stands for; ``None`` where none was named."""
    return None if named is None else clinic_named(named, known)


def clinic_named(named: str, known: dict[UUID, str]) -> ClinicId:
    """Give the clinic that a short name or an id stands for."""
    for clinic, slug in known.items():
        if named in (slug, str(clinic)):
            return ClinicId(clinic)
    raise click.ClickException(f"There is no clinic '{named}'. 'polyclinic clinic list' names all of them.")
