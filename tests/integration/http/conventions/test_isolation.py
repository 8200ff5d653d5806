"""P14: one clinic's people cannot reach, change or even notice what is another's, by any operation.

The matrix is made from the routes: every operation, in every role, with another clinic's ids wherever an id can stand
in its path, its query or its body. What is foreign must answer exactly as what does not exist.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool, clinic_transaction
from integration.databases import Database
from integration.http.scheduling.practice import NINE, Practice, done, practice
from integration.people import Clinic, Person
from integration.stack import Stack
from interfaces.http.application import ROUTES
from interfaces.http.calls import Standing
from interfaces.http.routes import CommandRoute, QueryRoute

PEOPLE = [role for role in Role if role not in (Role.OPERATOR, Role.SYSTEM, Role.VISITOR)]
SIGNED_IN = [route for route in ROUTES if route.standing is Standing.SIGNED_IN]
ASKED = {
    "from": NINE.isoformat(),
    "until": NINE.replace(hour=20).isoformat(),
    "visit_type": "follow-up-video",
    "jurisdiction": "US-NY",
    "zone": "America/New_York",
    "day": "2030-05-15",
}
"""What queries need to be asked at all."""

NAMES = (
    "patient",
    "provider",
    "room",
    "site",
    "appointment",
    "hold",
    "contact",
    "identifier",
    "authority",
    "account",
    "api_key",
    "exception",
)
"""What ids go by, in paths, queries and bodies."""

Ids = Mapping[str, str]
"""What stands for a name in a path, a query or a body: ``patient`` and so on."""


def operation(route: CommandRoute | QueryRoute) -> str:
    """Name a route's operation."""
    return route.command.operation if isinstance(route, CommandRoute) else route.query.operation


def _placed(value: Any, ids: Ids) -> Any:
    """Put ids into a body, wherever a field goes by the name of one."""
    if isinstance(value, dict):
        return {
            name: ids[name] if name in ids and isinstance(inner, str) else _placed(inner, ids)
            for name, inner in value.items()
        }
    return [_placed(inner, ids) for inner in value] if isinstance(value, list) else value


def _takes_ids(route: CommandRoute | QueryRoute) -> bool:
    """Tell whether there is any place for an id in a route's request."""
    if "{" in route.path:
        return True
    if isinstance(route, QueryRoute):
        return any(field in NAMES for field in route.query.__struct_encode_fields__)
    example = dict(route.example or {})
    return bool(_placed(example, dict.fromkeys(NAMES, "")) != example)


@pytest.fixture(scope="module")
async def theirs(stack: Stack) -> Practice:
    """Give the other clinic, with something of everything."""
    return await practice(await stack.open_clinic())


@pytest.fixture(scope="module")
async def ours(stack: Stack) -> Clinic:
    """Give the clinic whose people try."""
    return await stack.open_clinic()


@pytest.fixture(scope="module")
async def their_ids(theirs: Practice) -> Ids:
    """Give an id of the other clinic for every name that an id goes by."""
    desk, owner = theirs.desk.http, theirs.clinic.owner.http
    record = await done(await desk.get(f"/patients/{theirs.patient}"))
    number = {"identifier": {"system": "mrn", "value": "A-1"}}
    identifier = (await done(await desk.post(f"/patients/{theirs.patient}/identifiers", json=number)))["identifier"]
    directory = await done(await owner.get(f"/providers/{theirs.provider}"))
    later = theirs.booking(NINE.replace(hour=18))
    hold = (await done(await desk.post("/holds", json={"visit": later["visit"]})))["id"]
    invited = await done(await owner.post("/accounts", json={"email": {"address": "x@example.org"}, "role": "auditor"}))
    key = await done(
        await owner.post(
            "/api-keys",
            json={"name": "k", "scopes": ["patients.get-patient"], "expires_at": "2030-08-01T00:00:00Z"},
        )
    )
    ids = {
        "patient": theirs.patient,
        "provider": theirs.provider,
        "room": theirs.room,
        "site": theirs.site,
        "appointment": await theirs.booked(),
        "hold": hold,
        "contact": record["contacts"][0]["id"],
        "identifier": identifier,
        "authority": directory["authorities"][0]["id"],
        "account": invited["id"],
        "api_key": key["id"],
        "exception": str(uuid4()),
    }
    assert set(ids) == set(NAMES)
    return ids


@pytest.fixture
async def untouched(database: Database, theirs: Practice, their_ids: Ids) -> AsyncIterator[None]:
    """See that the other clinic has not one fact more afterwards."""
    assert their_ids
    query = "select count(*) from event where clinic_id = $1"
    async with database.connected("postgres") as watcher:
        before = await watcher.fetchval(query, theirs.clinic.id)
        yield
        assert await watcher.fetchval(query, theirs.clinic.id) == before


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("route", [route for route in SIGNED_IN if _takes_ids(route)], ids=operation)
@pytest.mark.usefixtures("untouched")
async def test_what_is_foreign_is_as_unknown_as_nothing(
    ours: Clinic, their_ids: Ids, route: CommandRoute | QueryRoute, role: Role
) -> None:
    """Another clinic's ids, wherever put, get what ids of nothing get; a role without the right gets nothing."""
    nothing = {name: str(uuid4()) for name in their_ids}
    foreign_answer = await _ask(ours[role], route, their_ids)
    if role not in ACCESS[operation(route)]:
        assert foreign_answer.status_code in (400, 403)
        return
    unknown_answer = await _ask(ours[role], route, nothing)
    assert _told(foreign_answer, their_ids) == _told(unknown_answer, nothing)
    if "{" in route.path:
        assert foreign_answer.status_code == 404


@pytest.mark.parametrize("role", [Role.PATIENT, Role.CLINICIAN])
@pytest.mark.parametrize("route", [route for route in SIGNED_IN if "{" in route.path], ids=operation)
@pytest.mark.usefixtures("untouched")
async def test_who_reaches_only_their_own_reaches_nothing_else(
    theirs: Practice, their_ids: Ids, route: CommandRoute | QueryRoute, role: Role
) -> None:
    """Within one clinic, a patient or clinician gets of others' records what ids of nothing get."""
    if ACCESS[operation(route)].get(role) != "own":
        return
    stranger = theirs.clinic[role]
    nothing = {name: str(uuid4()) for name in their_ids}
    foreign_answer = await _ask(stranger, route, their_ids)
    assert foreign_answer.status_code == 404
    assert _told(foreign_answer, their_ids) == _told(await _ask(stranger, route, nothing), nothing)


_UNFILTERED = "select id from patient"
_FILTERED = "select id from patient where clinic_id = $1"


async def test_row_security_holds_where_the_filter_is_forgotten(app_pool: Pool, ours: Clinic, theirs: Practice) -> None:
    """Control, the filter dropped: the database itself keeps the clinics apart."""
    async with clinic_transaction(app_pool, ours.id) as connection:
        assert theirs.patient not in {str(row["id"]) for row in await connection.fetch(_UNFILTERED)}


async def test_the_filter_holds_where_row_security_is_off(database: Database, ours: Clinic, theirs: Practice) -> None:
    """Control, row-level security dropped: the statement's own filter keeps the clinics apart."""
    async with database.connected("postgres") as unbound:
        assert theirs.patient not in {str(row["id"]) for row in await unbound.fetch(_FILTERED, ours.id)}


async def test_with_neither_the_leak_shows(database: Database, theirs: Practice) -> None:
    """Control, both dropped: what the two tests above look for can be seen."""
    async with database.connected("postgres") as unbound:
        assert theirs.patient in {str(row["id"]) for row in await unbound.fetch(_UNFILTERED)}


async def _ask(person: Person, route: CommandRoute | QueryRoute, ids: Ids) -> httpx.Response:
    """Send a route's request with ids wherever it takes some."""
    path = "/".join(ids[part[1:].partition(":")[0]] if part.startswith("{") else part for part in route.path.split("/"))
    if isinstance(route, CommandRoute):
        return await person.http.post(path, json=_placed(dict(route.example or {}), ids))
    asked = {field: ASKED[field] for field in route.query.__struct_encode_fields__ if field in ASKED}
    wanted = {field: ids[field] for field in route.query.__struct_encode_fields__ if field in ids}
    filters = {name: value for name, value in wanted.items() if f"{{{name}:" not in route.path}
    return await person.http.get(path, params=asked | filters)


def _told(answer: httpx.Response, ids: Ids) -> tuple[int, str]:
    """Give what an answer tells, without the ids that were asked for and those of the request itself."""
    if answer.status_code == 201:  # a thing of one's own was made, whose id is new each time
        return answer.status_code, ""
    body = answer.json()
    body.pop("instance", None)
    body.pop("id", None)  # of a stream that derives from what was asked for
    text = str(body)
    for name, value in ids.items():
        text = text.replace(value, name)
    return answer.status_code, text
