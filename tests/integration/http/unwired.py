"""The HTTP application without a use case behind it: for what stands around the routes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from application.shared.actor import Actor
from application.shared.refusals import NotFound, NotSignedIn
from domain.shared.identifiers import ClinicId
from integration.rates import generous
from interfaces.http.application import build
from interfaces.http.calls import CallFactory
from interfaces.http.monitoring import ReadinessCheck
from interfaces.http.observation import RequestMeter
from interfaces.http.origins import Origins
from interfaces.http.rates import Rates


class NobodyKnown:
    """An ``Authenticator`` that knows nobody."""

    def proven(self, credential: str) -> Actor | None:  # noqa: ARG002 - the port's form
        """Believe nobody."""
        return None

    async def looked_up(self, credential: str) -> Actor:
        """Know nobody."""
        raise NotSignedIn(length=len(credential))

    async def visited(self, slug: str) -> ClinicId:
        """Know no clinic."""
        return await self.clinic(slug)

    async def clinic(self, slug: str) -> ClinicId:
        """Know no clinic."""
        raise NotFound(length=len(slug))


def application(
    checks: Sequence[ReadinessCheck] = (),
    meter: RequestMeter | None = None,
    extra: Sequence[HTTPRouteHandler] = (),
    origins: Origins | None = None,
    rates: Rates | None = None,
) -> Litestar:
    """Build the application."""
    pipelines: Any = defaultdict(lambda: None)
    calls = CallFactory(NobodyKnown(), rates or generous(), budget=10)
    return build(pipelines, calls, checks=checks, meter=meter, extra=extra, origins=origins)


def unwired(**options: Any) -> httpx.AsyncClient:
    """Give a client of the application, built with these options."""
    served: Any = application(**options)
    transport = httpx.ASGITransport(served, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://polyclinic.test")
