"""Whose identifier it is: what every storage promises of the registry."""

import asyncio
from typing import cast
from uuid import UUID

import msgspec
import pytest

from application.patients.add_identifier import AddIdentifier, IdentifierInUse
from application.patients.ports import Identifiers
from application.patients.remove_identifier import RemoveIdentifier
from domain.patients.identifier import Identifier, IdentifierId
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from integration.contracts.registry import attempt, execution, registered
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Identifiers,)

MRN = Identifier(system="mrn", value="A-104233")


async def holder(stack: Stack, clinic: Clinic, identifier: Identifier = MRN) -> PatientId | None:
    """Ask who has an identifier."""
    identifiers = cast("Identifiers", stack.container.patients.ports.identifiers())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return await identifiers.holder(identifier, asking)


@pytest.mark.parametrize(
    "writing", [MRN, Identifier(system="MRN", value="a-104233"), Identifier(system="mrn", value="\uff21-104233")]
)
async def test_it_is_known_however_it_is_written(
    stack: Stack, clinic: Clinic, other_clinic: Clinic, writing: Identifier
) -> None:
    """An identifier leads to its patient, in the patient's own clinic."""
    mia = await registered(stack, clinic.front_desk)
    assert await holder(stack, clinic, writing) is None
    await stack.do(AddIdentifier(patient=mia, identifier=MRN), clinic.front_desk)
    assert await holder(stack, clinic, writing) == mia
    assert await holder(stack, other_clinic, writing) is None


@pytest.mark.parametrize(("system", "value"), [("mrn", "A-10423"), ("lab", "A-104233"), ("mrnA", "-104233")])
async def test_another_is_another(stack: Stack, clinic: Clinic, system: str, value: str) -> None:
    """Another value, or the same value of another system, is nobody's."""
    mia = await registered(stack, clinic.front_desk)
    await stack.do(AddIdentifier(patient=mia, identifier=MRN), clinic.front_desk)
    assert await holder(stack, clinic, Identifier(system=system, value=value)) is None


async def test_two_patients_want_one_identifier_at_once(stack: Stack, clinic: Clinic) -> None:
    """Of many patients who are given one identifier at the same moment one gets it, the others hear whose it is."""
    patients = [await registered(stack, clinic.front_desk) for _ in range(5)]
    given = (stack.do(AddIdentifier(patient=one, identifier=MRN), clinic.front_desk) for one in patients)
    ends = await asyncio.gather(*given, return_exceptions=True)
    refusals = [end for end in ends if isinstance(end, DomainError)]
    assert [type(refusal) for refusal in refusals] == [IdentifierInUse] * 4
    assert {refusal.details["patient"] for refusal in refusals} == {await holder(stack, clinic)}


async def test_what_is_not_committed_is_not_kept(stack: Stack, clinic: Clinic) -> None:
    """A rehearsal gives nobody an identifier; what is taken off a record is free."""
    mia = await registered(stack, clinic.front_desk)
    adding = AddIdentifier(patient=mia, identifier=MRN)
    await stack.do(adding, clinic.front_desk, dry_run=True)
    assert await holder(stack, clinic) is None
    added = await stack.do(adding, clinic.front_desk)
    identifier = IdentifierId(UUID(_field(added.body, "identifier")))
    await stack.do(RemoveIdentifier(patient=mia, identifier=identifier), clinic.front_desk)
    assert await holder(stack, clinic) is None


def _field(body: bytes, name: str) -> str:
    return str(msgspec.json.decode(body)[name])
