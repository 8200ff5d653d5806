"""What outsiders reach, operation by operation: nothing of who did not agree, whichever operation comes next."""

from typing import NamedTuple

import httpx
import msgspec
import pytest

from application.shared.access import ACCESS
from application.shared.field_groups import FieldGroup, field_groups, touches_patients
from application.shared.refusals import Forbidden
from application.shared.rights.outsiders import OPEN, is_open_to_outsiders
from application.shared.subjects import names_patient, tells_of_patients
from domain.patients.sharing import NotShared
from domain.shared.roles import Role
from integration.http.conventions.asking import in_every_way
from integration.http.conventions.placements import Ids, ids_of, operation
from integration.http.conventions.test_access_cell_by_cell import is_let_in, knock
from integration.http.scheduling.practice import done, practice
from integration.people import Clinic, Person, actor
from integration.stack import Stack
from interfaces.http.application import ROUTES
from interfaces.http.routes import CommandRoute, QueryRoute

AnyRoute = CommandRoute | QueryRoute

ABOUT_PATIENTS = [
    pytest.param(route, id=operation(route))
    for route in ROUTES
    if touches_patients(operation(route)) and Role.INTEGRATION in ACCESS[operation(route)]
]
"""Whatever a program may do that reads or writes what is known of patients."""

OPENED = [pytest.param(route, id=operation(route)) for route in ROUTES if operation(route) in OPEN]


class Place(NamedTuple):
    """A clinic with something of everything, and a program of an outsider's."""

    clinic: Clinic
    ids: Ids
    outsider: Person


async def place(stack: Stack) -> Place:
    """Open one whose patient has not agreed to anything but telehealth."""
    clinic = await stack.open_clinic()
    ids = await ids_of(await practice(clinic))
    outsider = await stack.admit(msgspec.structs.replace(actor(clinic.id, Role.INTEGRATION), is_outside=True))
    return Place(clinic, ids, outsider)


@pytest.fixture(scope="module")
async def unshared(stack: Stack) -> Place:
    """Give a place where nobody agreed to data sharing."""
    return await place(stack)


@pytest.fixture(scope="module")
async def shared(stack: Stack) -> Place:
    """Give a place where the patient whom the ids speak of did."""
    at = await place(stack)
    consent = {"kind": "data-sharing", "text_version": "2030-01"}
    await done(await at.clinic.front_desk.http.post(f"/patients/{at.ids['patient']}/consents", json=consent))
    return at


@pytest.mark.parametrize("route", ABOUT_PATIENTS)
async def test_of_who_did_not_agree_nothing_is_told(unshared: Place, route: AnyRoute) -> None:
    """An operation is closed, or refuses the one thing that was asked for, or lists nobody, however it is asked."""
    answers = [await knock(unshared.outsider, route, unshared.clinic, unshared.ids)]
    if isinstance(route, QueryRoute):
        answers += [answer async for _, answer in in_every_way(unshared.outsider, route, unshared.ids)]
    for answer in answers:
        assert is_silent(answer, operation(route)), answer.text


@pytest.mark.parametrize("route", OPENED)
async def test_of_who_agreed_it_is(shared: Place, route: AnyRoute) -> None:
    """Control: the same request is let in where the patient agreed, and a list names them."""
    if isinstance(route, CommandRoute):
        answer = await knock(shared.outsider, route, shared.clinic, shared.ids)
        assert is_let_in(answer), answer.text
    else:
        answers = [answer.text async for _, answer in in_every_way(shared.outsider, route, shared.ids)]
        assert any(shared.ids["patient"] in answer for answer in answers)


@pytest.mark.parametrize("route", OPENED)
def test_what_is_open_says_whom_it_is_about(route: AnyRoute) -> None:
    """A query that is open shows whose data it is, and a command names its patient; else nobody could be asked for."""
    if isinstance(route, QueryRoute):
        assert tells_of_patients(route.view)
    else:
        fields = msgspec.structs.fields(route.command)
        assert any(
            names_patient(field.type) and type(None) not in getattr(field.type, "__args__", ()) for field in fields
        )


def test_no_consent_is_an_outsiders_to_write_down() -> None:
    """No outsider changes what anybody agreed to, nor whose records are one person's, nor who acts for them."""
    kept = {FieldGroup.CONSENTS, FieldGroup.LINKS, FieldGroup.REPRESENTATIVES}
    written = {operation(route) for route in ROUTES if isinstance(route, CommandRoute)} & OPEN
    assert [name for name in written if kept & set(field_groups(name))] == []


def test_what_is_open_is_a_programs() -> None:
    """The list opens nothing to an outsider that no program may do."""
    assert [name for name in OPEN if ACCESS[name].get(Role.INTEGRATION) != "any"] == []


def is_silent(answer: httpx.Response, name: str) -> bool:
    """Tell whether an answer says nothing of anybody."""
    told = answer.json()
    if not is_open_to_outsiders(name):
        return bool(told.get("code") == Forbidden.code)
    if answer.is_success:
        return bool(told == {"items": [], "next": None})
    return answer.status_code == 400 or bool(told["code"] == NotShared.code)
