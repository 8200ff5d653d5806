"""Whatever strangers send, the answer is an answer: never a failure, and never a change they were not allowed."""

import pytest

from integration.http.hostile import BODIES, spoilt
from integration.http.patients.registry import registered
from integration.people import Clinic
from interfaces.http.patients.commands import ROUTES
from interfaces.http.routes import CommandRoute

UNKNOWN = "00000000-0000-0000-0000-00000000dead"
OWN = {"id": "", "instance": ""}
"""What may differ between two refusals that must not be told apart."""

EXPECTED = {200, 201, 400, 404, 409}


def path_of(route: CommandRoute, patient: str) -> str:
    """Give a route's path for a patient, with ids that nothing has for what it holds."""
    parts = route.path.split("/")
    return "/".join(
        patient if part == "{patient:uuid}" else UNKNOWN if part.startswith("{") else part for part in parts
    )


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.command.operation)
async def test_no_body_makes_a_command_fail(clinic: Clinic, route: CommandRoute) -> None:
    """Wrong types, endless texts and control characters are refused, or taken where they may stand."""
    path = path_of(route, await registered(clinic.owner))
    headers = {"Content-Type": "application/json"}
    for body in (*BODIES, *spoilt(route.example or {})):
        answer = await clinic.owner.http.post(path, content=body, headers=headers)
        assert answer.status_code in EXPECTED, (body[:200], answer.text)


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.creates], ids=lambda r: r.command.operation)
async def test_what_is_another_clinics_is_as_unknown_as_nothing(
    clinic: Clinic, other_clinic: Clinic, route: CommandRoute
) -> None:
    """A foreign id and an id of nothing give the same answer."""
    foreign = await clinic.owner.http.post(path_of(route, await registered(other_clinic.owner)), json=route.example)
    nothing = await clinic.owner.http.post(path_of(route, UNKNOWN), json=route.example)
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json() | OWN == nothing.json() | OWN


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.creates], ids=lambda r: r.command.operation)
async def test_a_body_that_names_another_patient_is_malformed(clinic: Clinic, route: CommandRoute) -> None:
    """The path says what is changed; a body may repeat it, not contradict it."""
    body = dict(route.example or {}) | {"patient": UNKNOWN}
    answer = await clinic.owner.http.post(path_of(route, await registered(clinic.owner)), json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/patient")


@pytest.mark.parametrize("part", ["abc", "%00", "..", "00000000-0000-0000-0000-00000000000g", "a" * 5_000])
async def test_an_id_that_is_none_is_no_route(clinic: Clinic, part: str) -> None:
    """What is no id leads nowhere."""
    assert (await clinic.owner.http.get(f"/patients/{part}")).status_code in {400, 404}


@pytest.mark.parametrize(
    "as_of", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2030-05-14", "now", "\x00"]
)
async def test_a_past_that_cannot_be_is_malformed(clinic: Clinic, as_of: str) -> None:
    """A moment outside the calendar, or without an offset, is refused."""
    path = f"/patients/{await registered(clinic.owner)}"
    assert (await clinic.owner.http.get(path, params={"as_of": as_of})).status_code == 400
