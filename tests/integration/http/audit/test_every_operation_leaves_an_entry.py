"""Nobody reads or writes what is known of a patient without a trace: shown on every route there is."""

import pytest

from application.shared.access import ACCESS
from application.shared.field_groups import FIELD_GROUPS
from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool
from integration.contracts.trail import Noted, trail
from integration.http.conventions.placements import SIGNED_IN, Ids, ask, ids_of, operation
from integration.http.scheduling.practice import practice
from integration.people import Clinic, Person
from integration.stack import Stack
from interfaces.http.routes import CommandRoute, QueryRoute

AnyRoute = CommandRoute | QueryRoute

OF_PATIENTS = [route for route in SIGNED_IN if operation(route) in FIELD_GROUPS]
OF_NOBODY = [route for route in SIGNED_IN if isinstance(route, QueryRoute) and operation(route) not in FIELD_GROUPS]

STAFF = (Role.OWNER, Role.FRONT_DESK, Role.CLINICIAN)
OUTSIDE = (Role.AUDITOR, Role.OPERATOR)
"""Whom nearly nothing of a patient is open to."""


class House:
    """A clinic with something of everything, and its trail."""

    def __init__(self, stack: Stack, clinic: Clinic, ids: Ids, auditors: Pool, known: int) -> None:
        self._stack = stack
        self.clinic = clinic
        self.ids = ids
        self._auditors = auditors
        self._known = known
        """Entries that were looked at."""

    async def left(self, person: Person, route: AnyRoute) -> tuple[int, list[Noted]]:
        """Send a route's request, and give the status of its answer and what it left."""
        answer = await ask(person, route, self.ids)
        noted = await trail(self._stack, self.clinic, self._auditors)
        left, self._known = noted[self._known :], len(noted)
        return answer.status_code, left


@pytest.fixture(scope="module")
async def house(stack: Stack, auditor_pool: Pool) -> House:
    """Give one clinic to all of it."""
    clinic = await stack.open_clinic()
    ids = await ids_of(await practice(clinic))
    return House(stack, clinic, ids, auditor_pool, len(await trail(stack, clinic, auditor_pool)))


@pytest.mark.parametrize("route", OF_PATIENTS, ids=operation)
async def test_who_may_leaves_an_entry(house: House, route: AnyRoute) -> None:
    """Whether it is done or refused, there is one entry: who, what, why, from where, which fields."""
    person = house.clinic[next(role for role in (*STAFF, Role.PATIENT) if role in ACCESS[operation(route)])]
    status, left = await house.left(person, route)
    assert [(entry.operation, entry.actor) for entry in left] == [(operation(route), person.actor.id)], status
    (entry,) = left
    assert (entry.outcome == "done") == (status in {200, 201})
    assert entry.fields == tuple(group.value for group in FIELD_GROUPS[operation(route)])
    assert entry.purpose
    assert entry.origin is not None
    assert entry.origin.agent is not None
    if isinstance(route, QueryRoute) and ":uuid}" in route.path:
        assert entry.streams


@pytest.mark.parametrize("route", OF_PATIENTS, ids=operation)
async def test_who_may_not_leaves_an_entry_too(house: House, route: AnyRoute) -> None:
    """A refused look is a look; the entry has the refusal's code."""
    role = next(role for role in OUTSIDE if role not in ACCESS[operation(route)])
    status, left = await house.left(house.clinic[role], route)
    assert status == 403
    assert [(entry.operation, entry.outcome) for entry in left] == [(operation(route), "request.forbidden")]


@pytest.mark.parametrize("route", OF_NOBODY, ids=operation)
async def test_what_is_of_no_patient_leaves_none(house: House, route: AnyRoute) -> None:
    """Control: the trail is not filled with looks at what is nobody's."""
    person = house.clinic[next(role for role in (*STAFF, *Role) if role in ACCESS[operation(route)])]
    assert (await house.left(person, route))[1] == []
