"""Who is in whose care team: what every storage promises."""

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from application.patients.care.assign_provider import AssignProvider
from application.patients.care.ports import Assignees, CareAssignments
from application.patients.care.unassign_provider import UnassignProvider
from application.providers.suspend_provider import SuspendProvider
from application.shared.care import Care
from domain.patients.care_assignment import AlreadyAssigned, Assignee, CareAssignmentId, CareRole
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.roles import Role
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution, receipt
from integration.http.scheduling.practice import practice
from integration.people import Clinic, Person
from integration.stack import Stack

PORTS = (CareAssignments, Assignees)


async def pair(clinic: Clinic) -> tuple[PatientId, ProviderId]:
    """Give a patient and a provider who have nothing to do with each other."""
    at = await practice(clinic)
    return PatientId(UUID(at.patient)), ProviderId(UUID(at.provider))


async def assigned(
    stack: Stack, by: Person, patient: PatientId, provider: ProviderId, **hours: int
) -> CareAssignmentId:
    """Assign a provider, from or until so many hours from now where that is said."""
    term = {f"{end}_at": stack.clock.now() + timedelta(hours=count) for end, count in hours.items()}
    assigning = AssignProvider(patient=patient, provider=provider, role=CareRole.PRIMARY, **term)
    return CareAssignmentId(receipt(await stack.do(assigning, by)).id)


async def is_in_care(stack: Stack, person: Person, patient: PatientId) -> bool:
    """Tell whether a patient is in somebody's care."""
    care = cast("Care", stack.container.shared.care())
    return await care.among([patient], execution(stack, person)) == {patient}


async def test_once_at_a_time(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """A provider is assigned to a patient once; when that is over, they can be assigned again."""
    patient, provider = await pair(clinic)
    first = await assigned(stack, clinic.front_desk, patient, provider, ends=2)
    with pytest.raises(AlreadyAssigned) as twice:
        await assigned(stack, clinic.front_desk, patient, provider)
    assert twice.value.details == {"care_assignment": first}
    clock.advance(timedelta(hours=2))
    await assigned(stack, clinic.front_desk, patient, provider)


async def test_what_stands(stack: Stack, clinic: Clinic) -> None:
    """What is not over, now or for a time ahead, is found by patient and provider together, until it is ended."""
    patient, provider = await pair(clinic)
    ahead = await assigned(stack, clinic.front_desk, patient, provider, starts=1)
    assignments = cast("CareAssignments", stack.container.patients.care.assignments())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await assignments.standing(patient, provider, asking) == ahead
        assert await assignments.standing(PatientId(uuid4()), provider, asking) is None
        assert await assignments.standing(patient, ProviderId(uuid4()), asking) is None
    await stack.do(UnassignProvider(patient=patient, care_assignment=ahead), clinic.front_desk)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await assignments.standing(patient, provider, asking) is None


async def test_how_a_provider_stands(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Whoever may be assigned is told by the directory; who is in no directory of the clinic's is nobody."""
    _, provider = await pair(clinic)
    assignees = cast("Assignees", stack.container.patients.care.assignees())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await assignees.of(provider, asking) == Assignee(provider=provider)
        assert await assignees.of(ProviderId(uuid4()), asking) is None
    await stack.do(SuspendProvider(provider=provider, reason="Under review"), clinic.owner)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await assignees.of(provider, asking) == Assignee(provider=provider, suspended=True)
    async with attempt(stack, asking := execution(stack, other_clinic.front_desk)):
        assert await assignees.of(provider, asking) is None


async def test_an_assignment_opens_the_record_to_the_instant(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """Care begins with the assignment, and goes on for the clinic's days after its end; a colleague has none of it."""
    patient, provider = await pair(clinic)
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=provider)
    await assigned(stack, clinic.front_desk, patient, provider, starts=1, ends=2)
    clock.advance(timedelta(hours=1) - timedelta(microseconds=1))
    assert not await is_in_care(stack, adler, patient)
    clock.advance(timedelta(microseconds=1))
    assert await is_in_care(stack, adler, patient)
    assert not await is_in_care(stack, clinic.clinician, patient)
    clock.advance(timedelta(days=365, hours=1) - timedelta(microseconds=1))
    assert await is_in_care(stack, adler, patient)
    clock.advance(timedelta(microseconds=1))
    assert not await is_in_care(stack, adler, patient)


async def test_the_one_that_reaches_furthest_counts(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """After one that ran out, one with no end is care for good; one that was ended before it began is none."""
    patient, provider = await pair(clinic)
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=provider)
    never = await assigned(stack, clinic.front_desk, patient, provider, starts=1)
    await stack.do(UnassignProvider(patient=patient, care_assignment=never), clinic.front_desk)
    clock.advance(timedelta(hours=1))
    assert not await is_in_care(stack, adler, patient)
    await assigned(stack, clinic.front_desk, patient, provider, ends=1)
    clock.advance(timedelta(hours=1))
    await assigned(stack, clinic.front_desk, patient, provider)
    clock.advance(timedelta(days=4000))
    assert await is_in_care(stack, adler, patient)
