"""P14: one clinic's people cannot reach, change or even notice what is another's, by any operation.

The matrix is made from the routes: every operation, in every role, with another clinic's ids wherever an id can stand
in its path, its query or its body. What is foreign must answer exactly as what does not exist.
"""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool, clinic_transaction
from integration.databases import Database
from integration.http.conventions.placements import SIGNED_IN, Ids, ask, ids_of, operation, takes_ids
from integration.http.scheduling.practice import Practice, practice
from integration.people import Clinic
from integration.stack import Stack
from interfaces.http.routes import CommandRoute, QueryRoute

PEOPLE = [role for role in Role if role not in (Role.OPERATOR, Role.SYSTEM, Role.VISITOR)]


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
    return await ids_of(theirs)


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
@pytest.mark.parametrize("route", [route for route in SIGNED_IN if takes_ids(route)], ids=operation)
@pytest.mark.usefixtures("untouched")
async def test_what_is_foreign_is_as_unknown_as_nothing(
    ours: Clinic, their_ids: Ids, route: CommandRoute | QueryRoute, role: Role
) -> None:
    """Another clinic's ids, wherever put, get what ids of nothing get; a role without the right gets nothing."""
    nothing = {name: str(uuid4()) for name in their_ids}
    foreign_answer = await ask(ours[role], route, their_ids)
    if role not in ACCESS[operation(route)]:
        assert foreign_answer.status_code in (400, 403)
        return
    unknown_answer = await ask(ours[role], route, nothing)
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
    foreign_answer = await ask(stranger, route, their_ids)
    assert foreign_answer.status_code == 404
    assert _told(foreign_answer, their_ids) == _told(await ask(stranger, route, nothing), nothing)


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
