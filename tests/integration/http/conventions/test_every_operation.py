"""What holds for every operation alike, shown on every route there is."""

from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from integration.http.conventions.placements import ASKED, SIGNED_IN, operation
from integration.people import Clinic, Person
from integration.stack import Stack
from interfaces.http.application import LARGEST_BODY, ROUTES
from interfaces.http.problems import PROBLEM_JSON
from interfaces.http.routes import CommandRoute, QueryRoute

AnyRoute = CommandRoute | QueryRoute
COMMANDS = [route for route in ROUTES if isinstance(route, CommandRoute)]
QUERIES = [route for route in ROUTES if isinstance(route, QueryRoute)]


def path_of(route: AnyRoute, clinic: Clinic) -> str:
    """Fill a route's path: the clinic's slug, and ids of nothing."""
    parts = (part.strip("{}").partition(":") if part.startswith("{") else part for part in route.path.split("/"))
    return "/".join(part if isinstance(part, str) else _filled(part[2], clinic) for part in parts)


def _filled(kind: str, clinic: Clinic) -> str:
    return str(uuid4()) if kind == "uuid" else clinic.slug


def who_may(route: AnyRoute, clinic: Clinic) -> Person:
    """Give somebody who is allowed the operation."""
    return clinic[next(role for role in Role if role in ACCESS[operation(route)] and role is not Role.SYSTEM)]


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """See that an answer is a whole problem document of a status, and give it."""
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["status"]) == (status, status)
    assert answer.headers["Content-Type"].partition(";")[0] == PROBLEM_JSON
    assert document["type"] == f"/problems/{document['code']}"
    assert document["title"]
    assert document["detail"]
    return document


async def send(person: Person, route: AnyRoute, clinic: Clinic, **options: Any) -> httpx.Response:
    """Send a route's request, a command with its example."""
    path = path_of(route, clinic)
    if isinstance(route, CommandRoute):
        if "content" not in options:
            options["json"] = dict(route.example or {})
        return await person.http.post(path, **options)
    return await person.http.get(path, **options)


@pytest.mark.parametrize("route", SIGNED_IN, ids=operation)
@pytest.mark.parametrize("credential", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer nobody's"])
async def test_nobody_is_let_in_unknown(stack: Stack, clinic: Clinic, route: AnyRoute, credential: str | None) -> None:
    """Without a credential that is somebody's, every operation answers 401 and says how to sign in."""
    headers = {} if credential is None else {"Authorization": credential}
    stranger = Person(clinic.front_desk.actor, await stack.http(headers))
    answer = await send(stranger, route, clinic)
    is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", SIGNED_IN, ids=operation)
async def test_whose_role_may_not_is_told(clinic: Clinic, route: AnyRoute) -> None:
    """Every role without the operation gets 403, whatever it asks about."""
    roles = [role for role in Role if role not in ACCESS[operation(route)] and role is not Role.VISITOR]
    for role in roles:
        answer = await send(clinic[role], route, clinic, params=_required(route))
        is_problem(answer, 403)


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
@pytest.mark.parametrize(
    ("header", "value"),
    [("Idempotency-Key", ""), ("Idempotency-Key", "a b"), ("Idempotency-Key", "x" * 256), ("If-Match", "1")],
    ids=["empty key", "key with a space", "endless key", "bare version"],
)
async def test_a_malformed_header_is_named(clinic: Clinic, route: CommandRoute, header: str, value: str) -> None:
    """A header that cannot be read is named, and nothing is done."""
    answer = await send(who_may(route, clinic), route, clinic, headers={header: value})
    document = is_problem(answer, 400)
    assert [error["header"] for error in document["errors"]] == [header]


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_a_field_nobody_knows_is_named(clinic: Clinic, route: CommandRoute) -> None:
    """A body with a field that the command does not have is malformed, and the field is named."""
    answer = await who_may(route, clinic).http.post(
        path_of(route, clinic), json={**(route.example or {}), "no_such_field": 1}
    )
    assert "no_such_field" in str(is_problem(answer, 400)["errors"])


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json; charset=latin-1", 415),
        (b" " * (LARGEST_BODY + 1), "application/json", 413),
    ],
    ids=["cut short", "no text", "a form", "plain text", "another charset", "endless"],
)
async def test_a_body_that_is_none(clinic: Clinic, route: CommandRoute, content: bytes, kind: str, status: int) -> None:
    """A body must be JSON in UTF-8 of a bearable size."""
    headers = {"Content-Type": kind}
    is_problem(await send(who_may(route, clinic), route, clinic, content=content, headers=headers), status)


@pytest.mark.parametrize("route", QUERIES, ids=operation)
async def test_a_parameter_nobody_knows_is_named(clinic: Clinic, route: QueryRoute) -> None:
    """A misspelt filter is said to be wrong, because passing over it would show too much."""
    answer = await send(who_may(route, clinic), route, clinic, params={"no_such": "1"})
    assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["no_such"]


@pytest.mark.parametrize(
    "route", [route for route in QUERIES if "after" in route.query.__struct_fields__], ids=operation
)
@pytest.mark.parametrize("cursor", ["x", "W10", "bm90IGpzb24", "WyIyMDMwIl0", "[]", "=", "WzFlOTk5XQ"])
async def test_a_cursor_of_nobodys_is_named(clinic: Clinic, route: QueryRoute, cursor: str) -> None:
    """A list is continued only by a cursor that it gave."""
    answer = await send(who_may(route, clinic), route, clinic, params={**_required(route), "after": cursor})
    assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["after"]


@pytest.mark.parametrize(
    "route", [route for route in QUERIES if "limit" in route.query.__struct_fields__], ids=operation
)
@pytest.mark.parametrize("limit", ["0", "-1", "101", "ten", "1.5", ""])
async def test_a_page_has_a_size(clinic: Clinic, route: QueryRoute, limit: str) -> None:
    """A page holds 1 to 100 things."""
    answer = await send(who_may(route, clinic), route, clinic, params={**_required(route), "limit": limit})
    assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["limit"]


@pytest.mark.parametrize("route", [route for route in ROUTES if ":uuid}" in route.path], ids=operation)
async def test_what_is_no_id_is_nowhere(clinic: Clinic, route: AnyRoute) -> None:
    """An address whose id cannot be one leads nowhere."""
    parts = ["no-id" if ":uuid}" in part else part for part in route.path.split("/")]
    path = "/".join(clinic.slug if part.startswith("{") else part for part in parts)
    method = "POST" if isinstance(route, CommandRoute) else "GET"
    is_problem(await who_may(route, clinic).http.request(method, path), 404)


@pytest.mark.parametrize("route", ROUTES, ids=operation)
async def test_another_method_is_not_taken(clinic: Clinic, route: AnyRoute) -> None:
    """What an address does not take is told, with what it takes."""
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await who_may(route, clinic).http.request(method, path_of(route, clinic))
        is_problem(answer, 405)
        assert ("POST" if isinstance(route, CommandRoute) else "GET") in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/nothing", "/patients/", "//patients", "/patients/../accounts", "/%2e%2e"])
async def test_there_is_nothing_elsewhere(clinic: Clinic, path: str) -> None:
    """An address that is none is a problem too, never a page or a failure."""
    answer = await clinic.front_desk.http.get(path)
    assert answer.status_code in {200, 400, 403, 404, 405}
    if answer.status_code != 200:
        is_problem(answer, answer.status_code)


def _required(route: AnyRoute) -> dict[str, Any]:
    """Give what a query must be asked with."""
    if isinstance(route, CommandRoute):
        return {}
    named = {field.encode_name for field in msgspec.structs.fields(route.query) if field.required}
    return {name: ASKED.get(name) or str(uuid4()) for name in named if f"{{{name}:" not in route.path}
