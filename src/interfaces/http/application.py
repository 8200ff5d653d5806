"""The HTTP application: every context's routes under ``/api/v1``."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler, LifespanHook

from application.shared.command import Command
from application.shared.pipeline import AnyPipeline
from application.shared.query import Query
from domain.shared.errors import DomainError
from interfaces.http.calls import CallFactory
from interfaces.http.patients import commands as patients_commands
from interfaces.http.patients import queries as patients_queries
from interfaces.http.problems import failed, refused, rejected
from interfaces.http.routes import Routes, Side, endpoints

ROUTES: Routes = (*patients_commands.ROUTES, *patients_queries.ROUTES)
"""Every route of every context."""

API = "/api/v1"
LARGEST_BODY = 1_000_000
"""Bytes."""


def build(
    pipelines: Mapping[type[Command] | type[Query], AnyPipeline],
    calls: CallFactory,
    *,
    side: Side = Side.ALL,
    extra: Sequence[ControllerRouterHandler] = (),
    on_shutdown: Sequence[LifespanHook] = (),
) -> Litestar:
    """Build the application that serves one side, with ``extra`` handlers beside it."""
    served = [route for route in ROUTES if side.serves(route)]
    api = Router(API, route_handlers=endpoints(served, pipelines, calls))
    handlers: dict[Any, Any] = {DomainError: refused, HTTPException: rejected, Exception: failed}
    return Litestar(
        route_handlers=[api, *extra],
        exception_handlers=handlers,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        on_shutdown=list(on_shutdown),
    )
