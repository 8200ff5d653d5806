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
LISTS = [route for route in QUERIES if "limit" in route.query.__struct_fields__]
OF_ONE_THING = [route for route in ROUTES if ":uuid}" in route.path]

NO_BODIES = (
    (b"{", "application/json", 400),
    (b"\xff", "application/json", 400),
    (b"a=b", "application/x-www-form-urlencoded", 415),
    (b"{}", "text/plain", 415),
    (b"{}", "application/json; charset=latin-1", 415),
    (b" " * (LARGEST_BODY + 1), "application/json", 413),
)
"""What is sent, as what it is sent, and what that is answered."""


@pytest.fixture(scope="module")
async def clinic(stack: Stack) -> Clinic:
    """Give one clinic to all of it."""
    return await stack.open_clinic()


@pytest.mark.parametrize("route", SIGNED_IN, ids=operation)
async def test_nobody_is_let_in_unknown(stack: Stack, clinic: Clinic, route: AnyRoute) -> None:
    """Without a credential that is somebody's, every operation answers 401 and says how to sign in."""
    for credential in (None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer nobody's"):
        headers = {} if credential is None else {"Authorization": credential}
        answer = await send(Person(clinic.front_desk.actor, await stack.http(headers)), route, clinic)
        is_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", SIGNED_IN, ids=operation)
async def test_whose_role_may_not_is_told(clinic: Clinic, route: AnyRoute) -> None:
    """Every role without the operation gets 403, whatever it asks about."""
    for role in Role:
        if role not in ACCESS[operation(route)] and role is not Role.VISITOR:
            is_problem(await send(clinic[role], route, clinic, params=_required(route)), 403)


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_a_malformed_header_is_named(clinic: Clinic, route: CommandRoute) -> None:
    """A header that cannot be read is named, and nothing is done."""
    keys = [("Idempotency-Key", key) for key in ("", "a b", "x" * 256)]
    for header, value in (*keys, ("If-Match", "1")):
        answer = await send(who_may(route, clinic), route, clinic, headers={header: value})
        assert [error["header"] for error in is_problem(answer, 400)["errors"]] == [header]


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_a_field_nobody_knows_is_named(clinic: Clinic, route: CommandRoute) -> None:
    """A body with a field that the command does not have is malformed, and the field is named."""
    body = {**(route.example or {}), "no_such_field": 1}
    answer = await who_may(route, clinic).http.post(address(route, clinic), json=body)
    assert "no_such_field" in str(is_problem(answer, 400)["errors"])


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_a_body_that_is_none(clinic: Clinic, route: CommandRoute) -> None:
    """A body must be JSON in UTF-8 of a bearable size."""
    for content, kind, status in NO_BODIES:
        headers = {"Content-Type": kind}
        is_problem(await send(who_may(route, clinic), route, clinic, content=content, headers=headers), status)


@pytest.mark.parametrize("route", QUERIES, ids=operation)
async def test_a_parameter_nobody_knows_is_named(clinic: Clinic, route: QueryRoute) -> None:
    """A misspelt filter is said to be wrong, because passing over it would show too much."""
    answer = await send(who_may(route, clinic), route, clinic, params={"no_such": "1"})
    assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["no_such"]


@pytest.mark.parametrize("route", LISTS, ids=operation)
async def test_a_cursor_of_nobodys_is_named(clinic: Clinic, route: QueryRoute) -> None:
    """A list is continued only by a cursor that it gave."""
    for cursor in ("x", "W10", "bm90IGpzb24", "WyIyMDMwIl0", "[]", "=", "WzFlOTk5XQ"):
        answer = await send(who_may(route, clinic), route, clinic, params={**_required(route), "after": cursor})
        assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["after"], cursor


@pytest.mark.parametrize("route", LISTS, ids=operation)
async def test_a_page_has_a_size(clinic: Clinic, route: QueryRoute) -> None:
    """A page holds 1 to 100 things."""
    for limit in ("0", "-1", "101", "ten", "1.5", ""):
        answer = await send(who_may(route, clinic), route, clinic, params={**_required(route), "limit": limit})
        assert [error["parameter"] for error in is_problem(answer, 400)["errors"]] == ["limit"]


@pytest.mark.parametrize("route", OF_ONE_THING, ids=operation)
async def test_what_is_no_id_is_nowhere(clinic: Clinic, route: AnyRoute) -> None:
    """An address whose id cannot be one leads nowhere."""
    path = "/".join("no-id" if ":uuid}" in part else part for part in route.path.split("/"))
    method = "POST" if isinstance(route, CommandRoute) else "GET"
    is_problem(await who_may(route, clinic).http.request(method, path.replace("{clinic_slug}", clinic.slug)), 404)


@pytest.mark.parametrize("route", ROUTES, ids=operation)
async def test_another_method_is_not_taken(clinic: Clinic, route: AnyRoute) -> None:
    """What an address does not take is told, with what it takes."""
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await who_may(route, clinic).http.request(method, address(route, clinic))
        is_problem(answer, 405)
        assert ("POST" if isinstance(route, CommandRoute) else "GET") in answer.headers["Allow"]


@pytest.mark.parametrize("route", ROUTES, ids=operation)
async def test_an_address_tells_what_it_takes(clinic: Clinic, route: AnyRoute) -> None:
    """Asked with OPTIONS, an address names every method of every operation there, and no other."""
    answer = await who_may(route, clinic).http.options(address(route, clinic))
    there = {"POST" if isinstance(other, CommandRoute) else "GET" for other in ROUTES if other.path == route.path}
    assert answer.status_code == 204
    assert set(answer.headers["Allow"].split(", ")) == there | {"OPTIONS"}


@pytest.mark.parametrize("path", ["/", "/nothing", "//patients", "/patients/../nothing", "/%2e%2e", "/patients/%00"])
async def test_there_is_nothing_elsewhere(clinic: Clinic, path: str) -> None:
    """An address that is none is a problem too, never a page or a failure."""
    is_problem(await clinic.front_desk.http.get(path), 404)


async def send(person: Person, route: AnyRoute, clinic: Clinic, **options: Any) -> httpx.Response:
    """Send a route's request; a command with its example where no other content is given."""
    if isinstance(route, QueryRoute):
        return await person.http.get(address(route, clinic), **options)
    if "content" not in options:
        options["json"] = dict(route.example or {})
    return await person.http.post(address(route, clinic), **options)


def address(route: AnyRoute, clinic: Clinic) -> str:
    """Fill a route's path with the clinic's slug and with ids of nothing."""

    def filled(part: str) -> str:
        if not part.startswith("{"):
            return part
        return str(uuid4()) if part.endswith(":uuid}") else clinic.slug

    return "/".join(filled(part) for part in route.path.split("/"))


def who_may(route: AnyRoute, clinic: Clinic) -> Person:
    """Give somebody who is allowed the operation."""
    return clinic[next(role for role in Role if role in ACCESS[operation(route)] and role is not Role.SYSTEM)]


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """See that an answer is a whole problem document of a status, and give it."""
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["status"]) == (status, status), answer.text
    assert answer.headers["Content-Type"].partition(";")[0] == PROBLEM_JSON
    assert document["type"] == f"/problems/{document['code']}"
    assert document["title"]
    assert document["detail"]
    return document


def _required(route: AnyRoute) -> dict[str, Any]:
    """Give what a query must be asked with."""
    if isinstance(route, CommandRoute):
        return {}
    asked = [field for field in msgspec.structs.fields(route.query) if f"{{{field.name}:" not in route.path]
    return {
        field.encode_name: ASKED.get(field.encode_name) or str(uuid4())
        for field in asked
        if field.required or field.encode_name in ASKED
    }
