"""ETag and If-Match: nobody overwrites what they have not seen."""

from typing import Any

import httpx
import pytest

from application.shared.access import ACCESS
from domain.shared.roles import Role
from integration.http.conventions.placements import (
    SIGNED_IN,
    WITH_OWN_PASSWORD,
    Ids,
    ids_of,
    operation,
    path_of,
    placed,
)
from integration.http.conventions.requests import ADA, MIA
from integration.http.scheduling.practice import Practice, practice
from integration.people import Clinic
from integration.stack import Stack
from interfaces.http.routes import CommandRoute

STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN)
COMMANDS = [
    route for route in SIGNED_IN if isinstance(route, CommandRoute) and operation(route) not in WITH_OWN_PASSWORD
]
RENAMED = {"demographics": ADA["demographics"]}


@pytest.fixture(scope="module")
async def at(stack: Stack) -> Practice:
    """Give a practice to all of it."""
    return await practice(await stack.open_clinic())


@pytest.fixture(scope="module")
async def ids(at: Practice) -> Ids:
    """Give something of everything at the practice."""
    return await ids_of(at)


async def registered(clinic: Clinic) -> tuple[httpx.Response, str]:
    """Register Mia; give the answer and the path of her record."""
    answer = await clinic.front_desk.http.post("/patients", json=MIA)
    return answer, f"/patients/{answer.json()['id']}"


async def correct(clinic: Clinic, path: str, **headers: str) -> httpx.Response:
    """Correct her demographics."""
    named: Any = {name.replace("_", "-"): value for name, value in headers.items()}
    return await clinic.front_desk.http.post(f"{path}/correct-demographics", json=RENAMED, headers=named)


async def test_commands_and_queries_speak_of_one_version(clinic: Clinic) -> None:
    """The ETag of a command is the ETag of the query that follows, and changes with the next command."""
    made, path = await registered(clinic)
    read = await clinic.front_desk.http.get(path)
    changed = await correct(clinic, path)
    assert made.headers["ETag"] == read.headers["ETag"] != changed.headers["ETag"]
    assert changed.headers["ETag"] == (await clinic.front_desk.http.get(path)).headers["ETag"]


async def test_the_version_that_was_seen_may_be_changed(clinic: Clinic) -> None:
    """If-Match with the ETag that stands lets the change through, and so does the star."""
    made, path = await registered(clinic)
    assert (await correct(clinic, path, If_Match=made.headers["ETag"])).status_code == 200
    assert (await correct(clinic, path, If_Match="*")).status_code == 200


async def test_what_has_changed_since_is_stale(clinic: Clinic) -> None:
    """If-Match with a version that is over is refused, tells both versions, and changes nothing."""
    made, path = await registered(clinic)
    changed = await correct(clinic, path)
    stale = await correct(clinic, path, If_Match=made.headers["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "request.stale-version")
    told = [f'"{stale.json()[which]}"' for which in ("expected", "current")]
    assert told == [made.headers["ETag"], changed.headers["ETag"]]
    assert (await clinic.front_desk.http.get(path)).headers["ETag"] == changed.headers["ETag"]


@pytest.mark.parametrize("route", COMMANDS, ids=operation)
async def test_no_expectation_is_passed_over(at: Practice, ids: Ids, route: CommandRoute) -> None:
    """Every command holds If-Match against what it changes, or says that it takes none."""
    person = at.clinic[next(role for role in STAFF if role in ACCESS[operation(route)])]
    body = placed(dict(route.example or {}), ids)
    answer = await person.http.post(path_of(route, ids), json=body, headers={"If-Match": '"99999"'})
    told = (412, "request.stale-version") if route.command.conditional else (400, "request.version-not-taken")
    assert (answer.status_code, answer.json().get("code")) == told, answer.text


@pytest.mark.parametrize("header", ["1", 'W/"1"', '"1", "2"', '"-1"', '"one"', "", '"99999999999"'])
async def test_what_is_no_etag_is_malformed(clinic: Clinic, header: str) -> None:
    """If-Match takes one strong ETag as this server gives it; anything else is said to be wrong, not passed over."""
    _, path = await registered(clinic)
    answer = await correct(clinic, path, If_Match=header)
    assert answer.status_code == 400
    assert [error["header"] for error in answer.json()["errors"]] == ["If-Match"]
