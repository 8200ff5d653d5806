"""The HTTP process: the API over real adapters."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from litestar import Litestar

from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.keys import signing_key_file
from infrastructure.containers.opening import opened, rate_limits, role_pool
from infrastructure.containers.wiring import pipelines
from infrastructure.crypto.fresh_signing_keys import kept_fresh
from infrastructure.examination.starting import refuse_unsafe
from infrastructure.observability.metrics import PrometheusMeter
from infrastructure.observability.readiness import RevocationsHeard, servers_ready
from infrastructure.postgres.erasure.hearing import ErasuresHeard
from infrastructure.postgres.identity.revocations import kept_hearing
from infrastructure.postgres.listening import listening
from infrastructure.postgres.provisioning import APP
from infrastructure.settings import Settings
from interfaces.http.application import build
from interfaces.http.calls import CallFactory
from interfaces.http.identity.jwks import jwks
from interfaces.http.monitoring import ReadinessCheck
from interfaces.http.observation import RequestMeter
from interfaces.http.origins import Origins
from interfaces.http.rates import Rates
from interfaces.http.routes import Side
from interfaces.http.scheduling.calendars import calendars


@asynccontextmanager
async def application(settings: Settings, side: Side) -> AsyncIterator[Litestar]:
    """Give the API of one side, over the settings' servers. Raises ``UnsafeConfiguration``."""
    await refuse_unsafe(settings, SystemClock())
    async with opened(settings) as container, litestar(settings, container, side) as app:
        yield app


@asynccontextmanager
async def litestar(
    settings: Settings,
    container: ApplicationContainer,
    side: Side,
    *,
    meter: RequestMeter | None = None,
    beside: Sequence[ReadinessCheck] = (),
) -> AsyncIterator[Litestar]:
    """Give the API of one side, over an application that is open already.

    Where the process does more than that, its ``meter`` holds the numbers of all of it and ``beside`` are the checks.
    """
    identity = container.identity()
    ports = identity.ports()
    revocations = ports.revocations()
    async with (
        servers_ready(container.pool(), settings.redis_url) as servers,
        role_pool(settings, APP, size=1) as ear,
        kept_fresh(ports.access_tokens(), signing_key_file(settings, container.vault()), container.clock()),
        rate_limits(settings, container.vault()) as limits,
    ):
        rates = Rates(
            limits,
            ports.own_rates(),
            credential=settings.rate_of_credential,
            clinic=settings.rate_of_clinic,
            address=settings.rate_of_address,
        )
        calls = CallFactory(identity.sessions().authenticator(), rates, budget=settings.request_budget)
        beside_api = [jwks(ports.access_tokens())]
        if side is not Side.COMMANDS:
            reading = container.scheduling().calendars().reading()
            beside_api.append(calendars(reading, rates, budget=settings.request_budget))
        app = build(
            pipelines(container),
            calls,
            side=side,
            extra=beside_api,
            checks=[*servers, RevocationsHeard(revocations), *beside],
            meter=meter or PrometheusMeter(),
            origins=Origins(settings.origins),
        )
        # Last: building takes seconds on a busy machine, in which nothing is heard, and what was heard before is old.
        async with (
            listening(ports.own_rates(), ear),
            kept_hearing(revocations, ear),
            listening(ErasuresHeard(container.shared().keys()), ear),
        ):
            yield app
