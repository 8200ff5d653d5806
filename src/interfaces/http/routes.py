"""Routes are data: a path, and the command or query that it carries. One function makes endpoints of them.

An endpoint does three things and nothing else: read the request as the command or query, hand it to the pipeline,
write the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from application.shared.command import Command, Receipt
from application.shared.pipeline import AnyPipeline, CommandPipeline
from application.shared.query import Query
from interfaces.http.answers import JSON, answered, shown, shown_to_all
from interfaces.http.calls import CallFactory, Standing
from interfaces.http.reading import read_command, read_query
from interfaces.http.tables import CSV, tabled

AnyRequest = Request[Any, Any, Any]


class CommandRoute(msgspec.Struct, frozen=True, kw_only=True):
    """A command's place in the API."""

    path: str
    """Its parameters carry the names of the command's ``InPath`` fields."""
    command: type[Command]
    receipt: type[Receipt] = Receipt
    creates: bool = False
    """Whether it makes a new thing: 201 with a ``Location``, instead of 200."""
    found_at: str | None = None
    """The path below which the new thing is found; ``None`` where that is the command's own."""
    standing: Standing = Standing.SIGNED_IN
    example: Mapping[str, Any] | None = None
    """A body that works."""


class QueryRoute(msgspec.Struct, frozen=True, kw_only=True):
    """A query's place in the API."""

    path: str
    query: type[Query]
    view: Any
    """What it answers: a view, or a page of views."""
    standing: Standing = Standing.SIGNED_IN
    as_table: bool = False
    """Whether all of the list can be had as CSV, too."""
    for_all: bool = False
    """Whether the answer is the same whoever asks, so that a copy may be kept on the way."""
    example: Any = None
    """An answer as it may look."""


class Side(Enum):
    """Which half of the API a process serves."""

    ALL = "all"
    COMMANDS = "commands"
    QUERIES = "queries"

    def serves(self, route: CommandRoute | QueryRoute) -> bool:
        """Tell whether a route belongs to this half."""
        return self is Side.ALL or (self is Side.COMMANDS) == isinstance(route, CommandRoute)


Routes = Sequence[CommandRoute | QueryRoute]


def endpoints(
    routes: Routes, pipelines: Mapping[type[Command] | type[Query], AnyPipeline], calls: CallFactory
) -> list[HTTPRouteHandler]:
    """Make the endpoints of routes. Raises ``KeyError`` for a route whose command or query no container wires."""
    made = []
    for route in routes:
        if isinstance(route, CommandRoute):
            pipeline = pipelines[route.command]
            made.append(post(route.path, name=route.command.operation)(_command(route, pipeline, calls)))
        else:
            pipeline = pipelines[route.query]
            made.append(get(route.path, name=route.query.operation)(_query(route, pipeline, calls)))
    return made


def _command(route: CommandRoute, pipeline: Any, calls: CallFactory) -> Callable[..., Any]:
    carry_out: CommandPipeline[Any] = pipeline

    def found_at(request: AnyRequest) -> str:
        path = request.url.path.rstrip("/")
        return path if route.found_at is None else path.removesuffix(route.path) + route.found_at

    async def endpoint(request: AnyRequest) -> ASGIApp:
        call = await calls.command(request, route.command.operation, route.standing)
        command = await read_command(request, route.command)
        return answered(await carry_out(command, call), creates=route.creates, found_at=found_at(request))

    return endpoint


def _query(route: QueryRoute, pipeline: Any, calls: CallFactory) -> Callable[..., Any]:
    async def endpoint(request: AnyRequest) -> ASGIApp:
        call = await calls.query(request, route.standing)
        query = read_query(request, route.query)
        if route.as_table and request.accept.best_match([JSON, CSV]) == CSV:
            whole = await pipeline(query, msgspec.structs.replace(call, whole=True))
            return tabled(whole.items, route.view, route.query.operation)
        view = await pipeline(query, call)
        return shown_to_all(view, request.headers.get("If-None-Match", "")) if route.for_all else shown(view)

    return endpoint
