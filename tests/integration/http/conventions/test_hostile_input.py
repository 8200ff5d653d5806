"""Whatever strangers send to any command, the answer is a success or a problem that the document promises."""

import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from integration.http.conventions.placements import SIGNED_IN, Ids, ids_of, operation, path_of, placed
from integration.http.hostile import BODIES, spoilt
from integration.http.scheduling.practice import practice
from integration.people import Clinic
from integration.stack import Stack
from interfaces.http.routes import CommandRoute

STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN)
OWN_ACCOUNT = "identity.change-password"
"""Needs an account of the actor's own, which the house's stand-ins do not have; identity's own tests send it."""

COMMANDS = [route for route in SIGNED_IN if isinstance(route, CommandRoute) and operation(route) != OWN_ACCOUNT]


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
    """Wrong types, endless texts and control characters are refused, or taken where they may stand."""
    role = next(role for role in STAFF if role in ACCESS[operation(route)])
    path, headers = path_of(route, ids), {"Content-Type": "application/json"}
    for body in (*BODIES, *spoilt(placed(dict(route.example or {}), ids))):
        answer = await clinic[role].http.post(path, content=body, headers=headers)
        assert answer.status_code in {200, 201, 400, 404, 409}, (body[:200], answer.text)


@pytest.mark.parametrize("route", [route for route in COMMANDS if "{" in route.path], ids=operation)
async def test_a_body_that_contradicts_the_path_is_malformed(clinic: Clinic, ids: Ids, route: CommandRoute) -> None:
    """The path says what is changed; a body may repeat it, not name another."""
    name = route.path.partition("{")[2].partition(":")[0]
    role = next(role for role in STAFF if role in ACCESS[operation(route)])
    body = placed(dict(route.example or {}), ids) | {name: "00000000-0000-0000-0000-00000000dead"}
    answer = await clinic[role].http.post(path_of(route, ids), json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{name}")
