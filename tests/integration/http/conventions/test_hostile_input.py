"""Whatever strangers send, the answer is a success or a problem that was promised, and it names what is wrong.

What can be sent is read from the routes and from the OpenAPI document: every field, parameter and header of each.
"""

from typing import Any

import httpx
import msgspec
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from integration.http.conventions.placements import (
    ASKED,
    SIGNED_IN,
    WITH_OWN_PASSWORD,
    Ids,
    ids_of,
    operation,
    path_of,
    placed,
)
from integration.http.hostile import BODIES, TEXTS, spoilt
from integration.http.scheduling.practice import practice
from integration.people import Clinic, Person
from integration.stack import Stack
from interfaces.http.application import ROUTES, described
from interfaces.http.openapi.parameters import plain_path
from interfaces.http.routes import CommandRoute, QueryRoute, Side

STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN)
COMMANDS = [
    route for route in SIGNED_IN if isinstance(route, CommandRoute) and operation(route) not in WITH_OWN_PASSWORD
]
QUERIES = [route for route in ROUTES if isinstance(route, QueryRoute)]

WRONG_HEADERS = {
    "Idempotency-Key": ("", " ", "a b", "\xe9", "x" * 256),
    "If-Match": ("", "1", 'W/"1"', '"-1"', '"one"', '"1", "2"', '"99999999999"'),
    "Consistency-Token": ("", "x", "a" * 27, "A" * 4_000, "not a token"),
    "If-None-Match": (),
    "Prefer": (),
    "Purpose": ("", "curiosity", "TREAT", "break-the-glass"),
}
"""Of each header that the document knows. A tag that nobody knows matches nothing (RFC 9110); a preference that nobody
knows is passed over (RFC 7240)."""

FREE_TEXT = {"name", "email", "phone", "identifier"}
"""Parameters that are looked for as they are."""


@pytest.fixture(scope="module")
async def clinic(stack: Stack) -> Clinic:
    """Give one clinic to all of it."""
    return await stack.open_clinic()


@pytest.fixture(scope="module")
async def ids(clinic: Clinic) -> Ids:
    """Give something of everything at the clinic."""
    return await ids_of(await practice(clinic))


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_no_body_makes_a_command_fail(clinic: Clinic, ids: Ids, route: CommandRoute) -> None:
    """What is no body of the command is refused."""
    for body in BODIES:
        assert (await _send(clinic, ids, route, body)).status_code in {200, 201, 400, 404, 409}, body[:200]


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_a_wrong_field_is_named(clinic: Clinic, ids: Ids, route: CommandRoute) -> None:
    """Wrong types, endless texts and control characters are pointed to, or taken where they may stand."""
    for place, body in spoilt(placed(dict(route.example or {}), ids)):
        answer = await _send(clinic, ids, route, body)
        assert answer.status_code in {200, 201, 400, 404, 409}, (body[:200], answer.text)
        if answer.status_code == 400:
            (pointer,) = (error["pointer"] for error in answer.json()["errors"])
            assert pointer, (place, answer.text)
            assert _on_one_path(pointer, place), (place, answer.text)


@pytest.mark.parametrize("route", [route for route in COMMANDS if "{" in route.path], ids=operation)
async def test_a_body_that_contradicts_the_path_is_malformed(clinic: Clinic, ids: Ids, route: CommandRoute) -> None:
    """The path says what is changed; a body may repeat it, not name another."""
    name = route.path.partition("{")[2].partition(":")[0]
    body = placed(dict(route.example or {}), ids) | {name: "00000000-0000-0000-0000-00000000dead"}
    answer = await _who_may(clinic, route).http.post(path_of(route, ids), json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{name}")


@pytest.mark.parametrize("route", QUERIES, ids=operation)
async def test_a_wrong_parameter_is_named(clinic: Clinic, ids: Ids, route: QueryRoute) -> None:
    """A parameter that cannot be read is named; one that can finds what it finds."""
    for name in _known(route, "query"):
        refused = 0
        for text in TEXTS:
            answer = await _ask(clinic, ids, route, {name: text})
            assert answer.status_code in {200, 400, 404, 409}, (name, text[:200], answer.text)
            if answer.status_code == 400:
                refused += 1
                assert [error["parameter"] for error in answer.json()["errors"]] == [name], (text[:200], answer.text)
        assert refused or name in FREE_TEXT


@pytest.mark.parametrize("route", QUERIES, ids=operation)
async def test_a_parameter_that_is_missing_or_doubled_is_named(clinic: Clinic, ids: Ids, route: QueryRoute) -> None:
    """What a query cannot be asked without is named, and so is what is said twice where once is meant."""
    for field in msgspec.structs.fields(route.query):
        name = field.encode_name
        if name not in _known(route, "query"):
            continue
        if field.required:
            assert _parameters(await _ask(clinic, ids, route, {name: None})) == [name]
        if field.default != ():
            assert _parameters(await _ask(clinic, ids, route, {name: ["1", "1"]})) == [name]


@pytest.mark.parametrize("route", [route for route in ROUTES if ":uuid}" in route.path], ids=operation)
async def test_a_wrong_id_in_the_path_is_named(clinic: Clinic, ids: Ids, route: CommandRoute | QueryRoute) -> None:
    """An address leads nowhere with an id that is none; which one it is is told."""
    method = "POST" if isinstance(route, CommandRoute) else "GET"
    names = [name for name in _known(route, "path") if name != "clinic_slug"]
    for text in ("x", "-1", "00000000", "%00", "x" * 2_000, "00000000-0000-0000-0000-00000000000g"):
        for name in names:
            answer = await clinic.owner.http.request(method, path_of(route, {**ids, name: text}))
            assert (answer.status_code, _parameters(answer)) == (404, [name])
        answer = await clinic.owner.http.request(method, path_of(route, {**ids, **dict.fromkeys(names, text)}))
        assert (answer.status_code, _parameters(answer)) == (404, names)


@pytest.mark.parametrize("route", ROUTES, ids=operation)
async def test_a_wrong_header_is_named(clinic: Clinic, ids: Ids, route: CommandRoute | QueryRoute) -> None:
    """Every header that the document knows of an operation is read before anything is done, and named if it cannot."""
    for header in _known(route, "header"):
        for text in WRONG_HEADERS[header]:
            headers = {header: text.encode("latin-1")}
            if isinstance(route, QueryRoute):
                answer = await _ask(clinic, ids, route, {}, headers)
            else:
                answer = await _send(clinic, ids, route, b"{}", headers)
            assert answer.status_code == 400, (header, text, answer.text)
            assert [error["header"] for error in answer.json()["errors"]] == [header]


async def _send(
    clinic: Clinic, ids: Ids, route: CommandRoute, body: bytes, headers: dict[str, Any] | None = None
) -> httpx.Response:
    kind: dict[str, Any] = {"Content-Type": "application/json"}
    path = path_of(route, {**ids, "clinic_slug": clinic.slug})
    return await _who_may(clinic, route).http.post(path, content=body, headers=kind | (headers or {}))


async def _ask(
    clinic: Clinic, ids: Ids, route: QueryRoute, params: dict[str, Any], headers: dict[str, Any] | None = None
) -> httpx.Response:
    asked = {name: ASKED[name] for name in _known(route, "query") if name in ASKED} | params
    given = {name: value for name, value in asked.items() if value is not None}
    return await _who_may(clinic, route).http.get(
        path_of(route, {**ids, "clinic_slug": clinic.slug}), params=given, headers=headers
    )


def _known(route: CommandRoute | QueryRoute, place: str) -> list[str]:
    """Name the parameters of an operation that the document knows in a place."""
    document = described(Side.ALL)
    method = "post" if isinstance(route, CommandRoute) else "get"
    told = document["paths"][plain_path(route.path)][method]["parameters"]
    shared = document["components"]["parameters"]
    whole = [shared[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter for parameter in told]
    return [parameter["name"] for parameter in whole if parameter["in"] == place]


def _who_may(clinic: Clinic, route: CommandRoute | QueryRoute) -> Person:
    return clinic[next(role for role in (*STAFF, *Role) if role in ACCESS[operation(route)])]


def _parameters(answer: httpx.Response) -> list[str]:
    return [error["parameter"] for error in answer.json()["errors"]]


def _on_one_path(pointer: str, place: str) -> bool:
    """Tell whether one leads through the other: to a part of the field, or to the value that the field is a part of."""
    shorter, longer = sorted((pointer, place), key=len)
    return f"{longer}/".startswith(f"{shorter}/")
