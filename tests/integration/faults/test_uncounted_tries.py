"""The count of tries cannot be written: nobody signs in, and no password is looked at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from dependency_injector import providers

from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.wiring import pipelines
from infrastructure.crypto.passwords import Argon2PasswordHasher
from infrastructure.postgres.provisioning import APP, OWNER
from integration.databases import Database, Databases
from integration.http.identity.installation import PASSWORD, Installation, an_email, refused, succeeded
from integration.rates import generous
from integration.stack import ORIGIN, Stack, running
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory

_BREAKING = """
create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is on fire'; end $$;
create trigger refuse before insert or update on sign_in_tries for each row execute function refuse()
"""
_MENDING = "drop trigger refuse on sign_in_tries; drop function refuse"


class Watched(Argon2PasswordHasher):
    """Tells how many passwords it looked at."""

    looked_at = 0

    async def verify(self, hashed: str, password: str) -> bool:
        """Look at a password."""
        self.looked_at += 1
        return await super().verify(hashed, password)

    async def verify_nothing(self) -> None:
        """Look at none, as dearly."""
        self.looked_at += 1
        await super().verify_nothing()


@asynccontextmanager
async def watched(stack: Stack) -> AsyncIterator[tuple[Installation, Watched]]:
    """Give the installation over the stack's storage, and whoever looks at its passwords."""
    hasher = Watched()
    container: Any = ApplicationContainer(
        storage="postgres", pool=stack.pool, vault=stack.container.vault(), clock=stack.clock
    )
    container.identity.ports.hasher.override(providers.Object(hasher))
    app: Any = build(
        pipelines(container), CallFactory(container.identity.sessions.authenticator(), generous(), budget=10)
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN + API, timeout=60) as http:
        yield Installation(replace(stack, container=container), app, http), hasher
    hasher.close()


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (_BREAKING, _MENDING),
        ("revoke insert on sign_in_tries from polyclinic_app", "grant insert on sign_in_tries to polyclinic_app"),
        ("alter table sign_in_tries rename to gone", "alter table gone rename to sign_in_tries"),
    ],
    ids=["a trigger refuses", "the right is missing", "the table is missing"],
)
async def test_no_try_without_its_count(databases: Databases, broken: str, mended: str) -> None:
    """A right password is refused like a wrong one, with 503, until tries can be counted again."""
    async with (
        databases.fresh() as database,
        database.pool(APP) as pool,
        running(pool) as stack,
        watched(stack) as (installation, hasher),
    ):
        lakeside = await installation.opened()
        email, _, _ = await lakeside.member()
        before = hasher.looked_at
        await _as_owner(database, broken)
        for name, password in ((email, PASSWORD), (email, "wrong"), (an_email(), "wrong")):
            answer = await lakeside.try_to_sign_in(name, password)
            refused(answer, 503, "request.unavailable")
            assert answer.headers["Retry-After"]
        assert hasher.looked_at == before
        await _as_owner(database, mended)
        succeeded(await lakeside.try_to_sign_in(email))
        assert hasher.looked_at == before + 1


async def _as_owner(database: Database, sql: str) -> None:
    async with database.connected(OWNER) as connection:
        await connection.execute(sql)
