"""Who may do something with their own records alone cannot reach, change or even notice those of others."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from application.shared.access import ACCESS
from application.shared.scopes import SCOPES
from domain.shared.roles import Role
from domain.shared.scopes import Scope
from integration.clinics import join
from integration.databases import Database
from integration.http.conventions.placements import SIGNED_IN, Ids, ask, ids_of, operation
from integration.http.patients.registry import registered
from integration.http.scheduling.practice import Practice, done, practice
from integration.people import Person
from integration.stack import Stack
from interfaces.http.routes import CommandRoute, QueryRoute

OWN = [
    pytest.param(route, role, id=f"{operation(route)}-{role}")
    for route in SIGNED_IN
    for role in (Role.PATIENT, Role.CLINICIAN)
    if "{" in route.path and ACCESS[operation(route)].get(role) == "own"
]
"""Every operation on one thing that somebody may do with their own alone."""

FOR_OTHERS = [route for route in SIGNED_IN if operation(route) in SCOPES and "{" in route.path]
"""Every operation on one thing that a patient can open to somebody else."""


@pytest.fixture(scope="module")
async def at(stack: Stack) -> Practice:
    """Give a clinic with something of everything, none of which is the actors'."""
    return await practice(await stack.open_clinic())


@pytest.fixture(scope="module")
async def ids(at: Practice) -> Ids:
    """Give an id of the clinic for every name that an id goes by."""
    return await ids_of(at)


@pytest.fixture(scope="module")
async def leo(stack: Stack, at: Practice) -> Person:
    """Let somebody be another patient's proxy, in every matter."""
    leo = await stack.somebody(at.clinic, Role.PATIENT)
    await join(stack, (leo.actor,))
    other = await registered(at.desk, given="Noor")
    naming = {"account": str(leo.actor.id), "scopes": [str(scope) for scope in Scope]}
    await done(await at.desk.http.post(f"/patients/{other}/proxies", json=naming))
    await done(await leo.http.get(f"/patients/{other}"))
    return leo


@pytest.fixture
async def untouched(database: Database, at: Practice, ids: Ids, leo: Person) -> AsyncIterator[None]:
    """See that the clinic has not one fact more afterwards."""
    assert ids
    assert leo.actor.clinic == at.clinic.id
    query = "select count(*) from event where clinic_id = $1"
    async with database.connected("postgres") as watcher:
        before = await watcher.fetchval(query, at.clinic.id)
        yield
        assert await watcher.fetchval(query, at.clinic.id) == before


@pytest.mark.parametrize(("route", "role"), OWN)
@pytest.mark.usefixtures("untouched")
async def test_who_reaches_only_their_own_reaches_nothing_else(
    at: Practice, ids: Ids, route: CommandRoute | QueryRoute, role: Role
) -> None:
    """A patient or clinician gets of others' records what ids of nothing get."""
    await _reaches_nothing(at.clinic[role], ids, route)


@pytest.mark.parametrize("route", FOR_OTHERS, ids=operation)
@pytest.mark.usefixtures("untouched")
async def test_whom_one_patient_let_in_reaches_no_other(
    leo: Person, ids: Ids, route: CommandRoute | QueryRoute
) -> None:
    """Whoever may do everything for one patient gets of another's records what ids of nothing get."""
    await _reaches_nothing(leo, ids, route)


async def _reaches_nothing(stranger: Person, ids: Ids, route: CommandRoute | QueryRoute) -> None:
    nothing = {name: str(uuid4()) for name in ids}
    answer = await ask(stranger, route, ids)
    assert answer.status_code == 404
    assert _told(answer, ids) == _told(await ask(stranger, route, nothing), nothing)


def _told(answer: httpx.Response, ids: Ids) -> tuple[int, str]:
    """Give what an answer tells, without the ids that were asked for and those of the request itself."""
    body = answer.json()
    body.pop("instance", None)
    body.pop("id", None)  # of a stream that derives from what was asked for
    text = str(body)
    for name, value in ids.items():
        text = text.replace(value, name)
    return answer.status_code, text
