"""Links: where one can go on to with the id that an answer gave, found by the names that ids have in paths."""

import re
from typing import Any

from application.shared.access import ACCESS
from domain.shared.roles import Role
from interfaces.http.openapi.prose import summary
from interfaces.http.routes import CommandRoute, QueryRoute, Routes

Link = dict[str, Any]

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def links(route: CommandRoute, routes: Routes) -> dict[str, Link]:
    """Give every operation that whoever gave a command can go on to with what its answer names, by its name."""
    told = _told(route, routes)
    known = {name: f"$request.path.{name}" for name in _named(route)} | told
    reached = [target for target in routes if told.keys() & _named(target) and known.keys() >= set(_named(target))]
    return {_asked(target).operation: _link(target, known) for target in reached if _roles(target) & _roles(route)}


def _link(target: CommandRoute | QueryRoute, known: dict[str, str]) -> Link:
    return {
        "operationId": _asked(target).operation,
        "description": summary(_asked(target)),
        "parameters": {name: known[name] for name in _named(target)},
    }


def _told(route: CommandRoute, routes: Routes) -> dict[str, str]:
    """Tell where the answer names something new: what it made is its ``id``, a part of that stands under its name."""
    of_parts = {name for target in routes for name in _named(target)} & set(route.receipt.__struct_fields__)
    told = {name: f"$response.body#/{name}" for name in of_parts - {"id", *_named(route)}}
    place = f"{route.found_at or route.path}/{{"
    made = [target.path for target in routes if route.creates and target.path.startswith(place)]
    return told | ({_PARAMETER.findall(made[0].removeprefix(place[:-1]))[0]: "$response.body#/id"} if made else {})


def _roles(route: CommandRoute | QueryRoute) -> set[Role]:
    return set(ACCESS[_asked(route).operation])


def _named(route: CommandRoute | QueryRoute) -> list[str]:
    return _PARAMETER.findall(route.path)


def _asked(route: CommandRoute | QueryRoute) -> Any:
    return route.command if isinstance(route, CommandRoute) else route.query
