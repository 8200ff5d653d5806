"""The HTTP application: every context's routes under ``/api/v1``."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler, LifespanHook

from application.shared.command import Command
from application.shared.pipeline import AnyPipeline
from application.shared.query import Query
from domain.shared.errors import DomainError
from interfaces.http.allowances import allowances
from interfaces.http.audit import queries as audit_queries
from interfaces.http.calls import CallFactory
from interfaces.http.documentation.pages import documentation
from interfaces.http.identity import commands as identity_commands
from interfaces.http.identity import queries as identity_queries
from interfaces.http.integrations import queries as integrations_queries
from interfaces.http.monitoring import ReadinessCheck, monitoring
from interfaces.http.observation import ObservedLitestar, RequestMeter
from interfaces.http.openapi.document import Document, document
from interfaces.http.openapi.serving import openapi
from interfaces.http.origins import Origins
from interfaces.http.patients import commands as patients_commands
from interfaces.http.patients import queries as patients_queries
from interfaces.http.problems import failed, refused, rejected
from interfaces.http.providers import commands as providers_commands
from interfaces.http.providers import queries as providers_queries
from interfaces.http.routes import Routes, Side, endpoints
from interfaces.http.scheduling import commands as scheduling_commands
from interfaces.http.scheduling import queries as scheduling_queries
from interfaces.http.scheduling.calendars import FEED

ROUTES: Routes = (
    *identity_commands.ROUTES,
    *identity_queries.ROUTES,
    *patients_commands.ROUTES,
    *patients_queries.ROUTES,
    *providers_commands.ROUTES,
    *providers_queries.ROUTES,
    *scheduling_commands.ROUTES,
    *scheduling_queries.ROUTES,
    *integrations_queries.ROUTES,
    *audit_queries.ROUTES,
)
"""Every route of every context."""

FEEDS = (FEED,)
"""What is read by a secret address."""

API = "/api/v1"
LARGEST_BODY = 1_000_000
"""Bytes."""


def build(  # noqa: PLR0913 - what a process may choose; all but two by name
    pipelines: Mapping[type[Command] | type[Query], AnyPipeline],
    calls: CallFactory,
    *,
    side: Side = Side.ALL,
    extra: Sequence[ControllerRouterHandler] = (),
    on_shutdown: Sequence[LifespanHook] = (),
    checks: Sequence[ReadinessCheck] = (),
    meter: RequestMeter | None = None,
    origins: Origins | None = None,
) -> Litestar:
    """Build the application that serves one side, with ``extra`` handlers beside it.

    ``checks`` look at what the process depends on, for ``ready``; ``meter`` counts requests, for ``metrics``; pages of
    ``origins`` may read what is answered.
    """
    origins = origins or Origins()
    served = [route for route in ROUTES if side.serves(route)]
    spoken_to = [*allowances(served, origins), *endpoints(served, pipelines, calls), openapi(partial(described, side))]
    api = Router(API, route_handlers=spoken_to)
    handlers: dict[Any, Any] = {DomainError: refused, HTTPException: rejected, Exception: failed}
    return ObservedLitestar(
        rates=calls.rates,
        meter=meter,
        origins=origins,
        route_handlers=[api, documentation(ROUTES, partial(described, Side.ALL)), monitoring(checks, meter), *extra],
        exception_handlers=handlers,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        on_shutdown=list(on_shutdown),
    )


@cache
def described(side: Side) -> Document:
    """Give the OpenAPI document of one side. It is made once, so nobody may change it."""
    served = [route for route in ROUTES if side.serves(route)]
    return document(served, API, () if side is Side.COMMANDS else FEEDS)
