"""Whom a clinician cares for: what every storage promises of visits and broken glasses."""

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest

from application.patients.care.break_glass import BreakTheGlass
from application.shared.care import Care
from domain.patients.break_glass import BreakGlassId, BreakGlassPurpose
from domain.patients.care import OutsideCare
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from integration.contracts.registry import execution, receipt
from integration.http.scheduling.practice import practice
from integration.people import Clinic, Person
from integration.stack import Stack

PORTS = (Care,)


def care_of(stack: Stack) -> Care:
    """Give the port under test."""
    return cast("Care", stack.container.shared.care())


async def broken(stack: Stack, person: Person, patient: PatientId) -> BreakGlassId:
    """Break the glass of a record."""
    breaking = BreakTheGlass(patient=patient, purpose=BreakGlassPurpose.TREATMENT, reason="Stands in for a colleague")
    return BreakGlassId(receipt(await stack.do(breaking, person)).id)


async def test_a_visit_is_with_one_provider(stack: Stack, clinic: Clinic) -> None:
    """A visit puts the patient into its provider's care and nobody else's."""
    at = await practice(clinic)
    patient = PatientId(UUID(at.patient))
    adler = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(at.provider))
    assert await care_of(stack).among([patient], execution(stack, adler)) == frozenset()
    await at.booked()
    assert await care_of(stack).among([patient, PatientId(uuid4())], execution(stack, adler)) == {patient}
    assert await care_of(stack).admit([patient], execution(stack, adler)) is None
    with pytest.raises(OutsideCare):
        await care_of(stack).admit([patient], execution(stack, clinic.clinician))


async def test_the_last_glass_counts(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Of several glasses that one clinician broke the last one is named; a colleague, or another clinic, has none."""
    patient = PatientId(UUID((await practice(clinic)).patient))
    await broken(stack, clinic.clinician, patient)
    stack.clock.advance(timedelta(minutes=1))
    last = await broken(stack, clinic.clinician, patient)
    assert await care_of(stack).admit([patient], execution(stack, clinic.clinician)) == last
    assert await care_of(stack).among([patient], execution(stack, clinic.clinician)) == frozenset()
    with pytest.raises(OutsideCare):
        await care_of(stack).admit([patient], execution(stack, await stack.somebody(clinic, Role.CLINICIAN)))
    assert await care_of(stack).admit([patient], execution(stack, other_clinic.clinician)) is None


async def test_what_is_not_there_refuses_nobody(stack: Stack, clinic: Clinic) -> None:
    """Of a record that is not there nothing is told, not even that it is out of reach."""
    assert await care_of(stack).admit([uuid4()], execution(stack, clinic.clinician)) is None
