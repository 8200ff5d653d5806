"""The access table, cell by cell: whoever may do something is let in, as far as the cell says and no further.

The matrix is made from the table and the routes. Commands are rehearsed, so every role finds the same clinic. That a
role without a cell is refused is shown beside it, in ``test_every_operation``; whose ids in a path are out of reach, in
``test_isolation``.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from application.scheduling.appointments.book_appointment import BookAppointment
from application.scheduling.appointments.reassess_appointments import ReassessAppointments
from application.scheduling.slots.tidy_expired_holds import TidyExpiredHolds
from application.scheduling.waitlist.fulfil_wait import FulfilWait
from application.scheduling.waitlist.offer_freed_time import OfferFreedTime
from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist
from application.shared.access import ACCESS
from application.shared.command import Command
from application.shared.execution import Reach
from application.shared.refusals import Forbidden, NotFound
from application.shared.scopes import SCOPES
from domain.identity.session import SessionId
from domain.patients.care import OutsideCare
from domain.shared.identifiers import AppointmentId
from domain.shared.roles import Role
from domain.shared.scopes import Scope
from integration.clinics import join, sign_in
from integration.http.conventions.asking import in_every_way
from integration.http.conventions.placements import ASKED, Ids, ids_of, operation, path_of, placed
from integration.http.scheduling.practice import NINE, done, practice
from integration.people import Clinic, Person
from integration.stack import Stack
from interfaces.http.application import ROUTES
from interfaces.http.routes import CommandRoute, QueryRoute

AnyRoute = CommandRoute | QueryRoute

REHEARSE = {"Prefer": "tx=rollback"}


class House(NamedTuple):
    """A clinic with something of everything, and somebody of each role."""

    clinic: Clinic
    ids: Ids
    people: Mapping[Role, Person]
    """Here the patient and the clinician are those whom the ids speak of."""
    sessions: Mapping[Role, SessionId]
    """One of each."""
    patients_link: str
    """To the patient's calendar; the one among the ids is to the provider's."""
    refusals: Mapping[Role, str]
    """What each who may book was refused."""

    def ids_for(self, role: Role) -> Ids:
        """Give ids whose session, refusal and calendar link are those of that role."""
        theirs = {"session": str(self.sessions[role]), "refusal": self.refusals.get(role, self.ids["refusal"])}
        return {**self.ids, **theirs, **({"calendar_link": self.patients_link} if role is Role.PATIENT else {})}


def cells(*reaches: Reach) -> list[Any]:
    """Give every cell of the table that has a route, by the operation's name and the role."""
    return [
        pytest.param(route, role, id=f"{operation(route)}-{role.value}")
        for route in ROUTES
        for role, reach in ACCESS[operation(route)].items()
        if reach in reaches
    ]


@pytest.fixture(scope="module")
async def house(stack: Stack) -> House:
    """Give one clinic to all of it."""
    clinic = await stack.open_clinic()
    at = await practice(clinic)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(at.patient))
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(at.provider))
    await join(stack, (mia.actor, adler.actor))
    hers = at.booking(NINE.replace(hour=19))
    hold = await done(await mia.http.post("/holds", json={"visit": hers["visit"], "patient": at.patient}))
    people = clinic.people | {Role.PATIENT: mia, Role.CLINICIAN: adler}
    sessions = {role: await sign_in(stack, person.actor) for role, person in people.items()}
    past = at.booking(NINE - timedelta(days=2))
    refused = {
        role: await people[role].http.post("/appointments", json=past) for role in ACCESS[BookAppointment.operation]
    }
    link = await done(await mia.http.post(f"/patients/{at.patient}/calendar-links", json={}))
    refusals = {role: answer.json()["instance"].removeprefix("urn:uuid:") for role, answer in refused.items()}
    return House(clinic, {**await ids_of(at), "hold": hold["id"]}, people, sessions, link["id"], refusals)


@pytest.mark.parametrize(("route", "role"), cells("any", "care", "own"))
async def test_who_may_is_let_in(house: House, route: AnyRoute, role: Role) -> None:
    """Whoever has a cell gets as far as the rules: neither forbidden nor told that there is nothing."""
    answer = await knock(house.people[role], route, house.clinic, house.ids_for(role))
    assert is_let_in(answer), answer.text


@pytest.mark.parametrize(("route", "role"), cells("own"))
async def test_what_is_not_ones_own_is_nothing(house: House, route: AnyRoute, role: Role) -> None:
    """A stranger of the same role who names another's record, in path or body, gets what ids of nothing get."""
    stranger = house.clinic[role]
    if isinstance(route, QueryRoute) and "{" not in route.path:
        answers = [answer async for _, answer in in_every_way(stranger, route, house.ids)]
        assert answers
        assert all(house.ids["appointment"] not in answer.text for answer in answers)
        return
    answer = await knock(stranger, route, house.clinic, house.ids)
    nothing = await knock(stranger, route, house.clinic, {name: str(uuid4()) for name in house.ids})
    assert (answer.status_code, answer.json()["code"]) == (404, NotFound.code)
    assert (nothing.status_code, nothing.json()["code"]) == (404, NotFound.code)


@pytest.mark.parametrize(("route", "role"), cells("care"))
async def test_who_is_not_in_care_is_out_of_reach(stack: Stack, house: House, route: AnyRoute, role: Role) -> None:
    """Somebody of the same role without a tie to the patient neither reads nor writes, and finds only who it is."""
    stranger = await stack.somebody(house.clinic, role)
    answer = await knock(stranger, route, house.clinic, house.ids)
    if isinstance(route, CommandRoute) or "{patient:" in route.path:
        assert (answer.status_code, answer.json()["code"]) == (403, OutsideCare.code)
    else:
        hers = [item for item in answer.json()["items"] if house.ids["patient"] in (item["id"], item.get("patient"))]
        assert all(item["withheld"] for item in hers)


OF_ACCOUNTS = frozenset(
    {
        "identity.list-sessions",
        "identity.end-session",
        "scheduling.explain-refusal",
        "patients.list-representations",
    }
)
"""What is somebody's own by their account, whomever they represent."""

OWN = [
    pytest.param(route, id=operation(route))
    for route in ROUTES
    if ACCESS[operation(route)].get(Role.PATIENT) == "own" and operation(route) not in OF_ACCOUNTS
]
"""Every operation that patients may do with their own alone."""


@pytest.fixture(scope="module")
async def proxies(stack: Stack, house: House) -> Mapping[frozenset[Scope], Person]:
    """Give the patient proxies: one for each scope alone, one for all the others beside it, and one for all."""
    whole = frozenset(Scope)
    wanted = {whole, *(frozenset({scope}) for scope in Scope), *(whole - {scope} for scope in Scope)}
    people = {}
    for scopes in wanted:
        proxy = people[scopes] = await stack.somebody(house.clinic, Role.PATIENT)
        await join(stack, (proxy.actor,))
        body = {"account": str(proxy.actor.id), "scopes": sorted(scopes)}
        await done(await house.clinic.front_desk.http.post(f"/patients/{house.ids['patient']}/proxies", json=body))
    return people


@pytest.mark.parametrize("route", OWN)
async def test_a_proxy_needs_the_scope(
    house: House, proxies: Mapping[frozenset[Scope], Person], route: AnyRoute
) -> None:
    """With its scope alone an operation is open to a proxy, with all others it is not; without a scope it never is."""
    scope = SCOPES.get(operation(route))
    closed = frozenset(Scope) - ({scope} if scope is not None else set())
    assert not await is_opened(house, proxies[closed], route)
    if scope is not None:
        assert await is_opened(house, proxies[frozenset({scope})], route)


def test_scopes_are_of_what_patients_may_do() -> None:
    """No scope opens what the patient may not do themselves."""
    assert [name for name in SCOPES if ACCESS[name].get(Role.PATIENT) != "own"] == []


async def is_opened(house: House, person: Person, route: AnyRoute) -> bool:
    """Tell whether somebody gets at what is the patient's."""
    if isinstance(route, CommandRoute):
        return is_let_in(await knock(person, route, house.clinic, house.ids))
    fields = {field for field in route.query.__struct_encode_fields__ if f"{{{field}:" not in route.path}
    wanted = {"patient": house.ids["patient"]} if "patient" in fields else {}
    if any(field.required for field in msgspec.structs.fields(route.query)):
        wanted |= {field: ASKED[field] for field in fields & ASKED.keys()}
    answer = await person.http.get(path_of(route, house.ids), params=wanted)
    return answer.is_success and bool(answer.json().get("items", True))


async def test_who_is_not_let_in_would_be_seen(house: House) -> None:
    """Control: neither a role without the cell, nor a stranger where the cell says own, counts as let in."""
    get_patient = next(route for route in ROUTES if operation(route) == "patients.get-patient")
    for person in (house.people[Role.AUDITOR], house.clinic[Role.PATIENT]):
        assert not is_let_in(await knock(person, get_patient, house.clinic, house.ids))


async def test_what_has_no_route(stack: Stack, house: House) -> None:
    """An operation that is only a job's is let in for the system, and for nobody else."""
    appointment = UUID(house.ids["appointment"])
    jobs: list[Command] = [
        TidyExpiredHolds(),
        TidyWaitlist(),
        OfferFreedTime(stream=appointment, version=1),
        FulfilWait(appointment=AppointmentId(appointment)),
        ReassessAppointments(),
    ]
    routed = {operation(route) for route in ROUTES}
    assert set(ACCESS) - routed == {job.operation for job in jobs}
    for job in jobs:
        await stack.do(job, house.clinic[Role.SYSTEM], dry_run=True)
        for role in set(Role) - {Role.SYSTEM}:
            with pytest.raises(Forbidden):
                await stack.do(job, house.clinic[role])


def is_let_in(answer: httpx.Response) -> bool:
    """Tell whether somebody got as far as the rules."""
    if answer.is_success:
        return True
    return answer.status_code != 400 and answer.json()["code"] not in (Forbidden.code, NotFound.code, OutsideCare.code)


async def knock(person: Person, route: AnyRoute, clinic: Clinic, ids: Ids) -> httpx.Response:
    """Send a route's request with ids wherever it takes some; a command is rehearsed."""
    path = path_of(route, {**ids, "clinic_slug": clinic.slug})
    if isinstance(route, QueryRoute):
        asked = {field: ASKED[field] for field in route.query.__struct_encode_fields__ if field in ASKED}
        return await person.http.get(path, params=asked)
    body = placed(dict(route.example or {}), ids)
    if "patient" in route.command.__struct_fields__ and "{patient:" not in route.path:
        body["patient"] = ids["patient"]
    return await person.http.post(path, json=body, headers=REHEARSE)
