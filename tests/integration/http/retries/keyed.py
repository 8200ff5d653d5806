"""Every request that takes a key, as somebody of a sandbox sends it, and another that cannot stand under the same key.

Found in the routes: a command that comes to take a key is among them, and needs a request that works.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import uuid4

from application.shared.access import ACCESS
from domain.shared.roles import Role
from integration.examples import fields
from integration.http.conventions.placements import ASKED, NAMES, path_of, placed
from integration.http.exploration.prepared import Prepared
from integration.http.exploration.spare import LAST
from interfaces.http.application import ROUTES
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute

KEYED: Final = [route for route in ROUTES if isinstance(route, CommandRoute) and route.command.keyed]

_WORKING = {name: ASKED[name] for name in ("visit_type", "starts_at")}


class Request(NamedTuple):
    """What is sent."""

    path: str
    body: Any


class Keyed(NamedTuple):
    """A request under a key, and whose it is."""

    operation: str
    request: Request
    other: Request | None
    """``None`` where nothing else can be said."""
    headers: Mapping[str, str]


def rounds(of: Prepared) -> Iterator[list[Keyed]]:
    """Give every request in an order in which all work: those of the clinic's own people, then those that end it."""
    of_the_clinic = [route for route in KEYED if route.standing is Standing.SIGNED_IN]
    yield [_keyed(route, of) for route in _in_order(of_the_clinic)]
    yield [_keyed(route, of) for route in KEYED if route not in of_the_clinic]


def _in_order(routes: Sequence[CommandRoute]) -> list[CommandRoute]:
    return sorted(routes, key=lambda route: route.command.operation in LAST)


def _keyed(route: CommandRoute, of: Prepared) -> Keyed:
    operation = route.command.operation
    spare = of.spare.get(operation, {})
    ids = {**of.ids, "clinic_slug": of.slug, **spare}
    body = placed(placed(dict(route.example or {}), {**of.ids, **_WORKING}), spare)
    request = Request(path_of(route, ids), body)
    role = Role.OWNER if Role.OWNER in ACCESS[operation] else next(iter(ACCESS[operation]))
    return Keyed(operation, request, _other(route, request, of), of.headers[role])


def _other(route: CommandRoute, request: Request, of: Prepared) -> Request | None:
    """Say something else of the same thing; where nothing can be said of it, say the same of another."""
    said = fields(route.command, frozenset(request.body))
    if said != request.body:
        return request._replace(body=said)
    path = path_of(route, {**{name: str(uuid4()) for name in NAMES}, "clinic_slug": of.slug})
    return request._replace(path=path) if path != request.path else None
