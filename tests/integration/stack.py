"""The whole application in this process, over one storage: what production builds, with a clock that tests set."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Litestar

from application.shared.actor import Actor
from application.shared.command import Command
from application.shared.key_vault import KeyVault
from application.shared.pipeline import AnyPipeline
from application.shared.query import Query
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.wiring import pipelines
from infrastructure.crypto.passwords import Argon2Parameters, Argon2PasswordHasher
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.connection import Pool, lent
from infrastructure.postgres.consistency import PostgresConsistency
from integration.clinics import join, open_clinic
from integration.clock import SetClock
from integration.http.openapi.promises import documented
from integration.people import Clinic, Credentials, Person, actor
from integration.rates import generous
from interfaces.http.application import API, build
from interfaces.http.calls import CallFactory
from interfaces.http.rates import Rates
from interfaces.http.scheduling.calendars import calendars

INVITED = (Role.CLINICIAN, Role.FRONT_DESK, Role.PATIENT, Role.AUDITOR)
"""Who has an account by invitation; the owner's comes with the clinic."""

ORIGIN = "http://polyclinic.test"

AMPLE = 18.0
"""Seconds that a request may take where no test is about that, for crowds on a machine under load. A lock is waited for
for four fifths of it, which is less than any statement may take."""

PATIENT = 5.0
"""Seconds that a query waits for what its caller has done: more than a follower lags on a machine under load."""

CHEAP = Argon2Parameters(memory_kib=8, iterations=1)
"""What a hash costs where no test is about its cost: the least that Argon2 takes."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The application over one storage, with its use cases and its HTTP interface."""

    container: Any
    use_cases: Mapping[type[Command] | type[Query], AnyPipeline]
    app: Litestar
    clock: SetClock
    credentials: Credentials
    pool: "Pool | None"
    """Connections as the application's role; ``None`` in memory."""
    _life: AsyncExitStack

    async def do(self, request: Command | Query, person: Person, **wishes: Any) -> Any:
        """Carry a command or query out without HTTP; ``wishes`` are fields of ``Call``."""
        pipeline: Any = self.use_cases[type(request)]
        return await pipeline(request, person.call(**wishes))

    async def hear(self) -> None:
        """Let the application hear whose session ended and which rates are a clinic's own, as it does every second."""
        if self.pool is not None:
            async with lent(self.pool) as connection:
                await self.container.identity.ports.revocations().hear(connection)
                await self.container.identity.ports.own_rates().hear(connection)

    async def open_clinic(self, zone: str = "UTC", slug: str | None = None, *, sandbox: bool = False) -> Clinic:
        """Open a clinic, or a sandbox, with somebody of each role."""
        clinic = Clinic(id=ClinicId(uuid4()), slug=slug or f"clinic-{uuid4().hex[:12]}")
        owner = await open_clinic(self, clinic, zone, sandbox=sandbox)
        self.credentials.name(clinic.slug, clinic.id)
        for role in Role:
            clinic.people[role] = await self.admit(
                actor(clinic.id, role, account=owner if role is Role.OWNER else None)
            )
        await join(self, (clinic[role].actor for role in INVITED))
        return clinic

    async def admit(self, actor: Actor) -> Person:
        """Sign somebody in; a visitor sends no credential."""
        headers = {}
        if actor.role is not Role.VISITOR:
            headers["Authorization"] = f"Bearer {self.credentials.admit(actor)}"
        return Person(actor, await self.http(headers))

    async def somebody(
        self, clinic: Clinic, role: Role, *, patient: UUID | None = None, provider: UUID | None = None
    ) -> Person:
        """Sign one more person in at a clinic, perhaps the one whom a record is about."""
        return await self.admit(actor(clinic.id, role, patient=patient, provider=provider))

    async def http(self, headers: Mapping[str, str]) -> httpx.AsyncClient:
        """Give a client that talks to the application within this loop; it is closed with the stack."""
        served: Any = self.app  # Litestar types its scopes more narrowly than httpx does
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(served, raise_app_exceptions=False),  # a failure answers 500, as served
            base_url=ORIGIN + API,
            headers=headers,
            timeout=60,
            event_hooks={"response": [documented]},
        )
        return await self._life.enter_async_context(client)


@asynccontextmanager
async def running(  # noqa: PLR0913 - what a test may choose; all but one by name
    pool: "Pool | None",
    *,
    clock: SetClock | None = None,
    vault: KeyVault | None = None,
    budget: float = AMPLE,
    longest_wait: float = PATIENT,
    auditors: "Pool | None" = None,
    rates: Rates | None = None,
) -> AsyncIterator[Stack]:
    """Run the application over a pool, or in memory without one; ``auditors`` is that of the auditor's role.

    ``longest_wait`` is for what a consistency token stands for, in seconds.
    """
    clock = clock or SetClock()
    credentials = Credentials()
    container = ApplicationContainer(
        storage="memory" if pool is None else "postgres",
        pool=pool,
        auditors=auditors,
        vault=vault or InMemoryKeyVault(),
        clock=clock,
    )
    container.identity().ports.hasher.override(Argon2PasswordHasher(CHEAP))
    if pool is not None:
        container.shared.consistency.override(PostgresConsistency(pool, longest_wait=longest_wait))
    use_cases = pipelines(container)
    rates = rates or generous()
    feeds = calendars(container.scheduling().calendars().reading(), rates, budget=budget)
    app = build(use_cases, CallFactory(credentials, rates, budget=budget), extra=[feeds])
    # Without the lifespan: fixtures are set up and torn down in different tasks, which its cancel scope refuses.
    async with AsyncExitStack() as life:
        yield Stack(container, use_cases, app, clock, credentials, pool, life)
