"""An identifier names one patient of the clinic, never two."""

import asyncio
from uuid import UUID

import pytest

from application.patients.add_identifier import AddIdentifier, IdentifierInUse
from application.patients.remove_identifier import RemoveIdentifier
from domain.patients.identifier import Identifier, IdentifierId
from domain.shared.errors import DomainError
from unit.patients.application.registry import Registry
from unit.patients.people import NOOR

MRN = Identifier(system="mrn", value="A-104233")


async def test_an_identifier_names_one_patient() -> None:
    """What one patient has no other patient gets, in upper or lower case."""
    registry = Registry()
    mia, noor = await registry.registered(), await registry.registered(NOOR)
    await registry.do(AddIdentifier(patient=mia, identifier=MRN), registry.desk)
    lower = Identifier(system="mrn", value="a-104233")
    refusal = await registry.refuses(AddIdentifier(patient=noor, identifier=lower), registry.desk, IdentifierInUse)
    assert refusal == {"patient": mia}


async def test_a_removed_identifier_is_free() -> None:
    """What is taken off one record may stand on another."""
    registry = Registry()
    mia, noor = await registry.registered(), await registry.registered(NOOR)
    added = await registry.do(AddIdentifier(patient=mia, identifier=MRN), registry.desk)
    removed = IdentifierId(UUID(added["identifier"]))
    await registry.do(RemoveIdentifier(patient=mia, identifier=removed), registry.desk)
    await registry.do(AddIdentifier(patient=noor, identifier=MRN), registry.desk)
    assert await registry.found(identifier="mrn|A-104233") == [noor]


async def test_of_many_at_once_one_wins() -> None:
    """When one identifier is given to several patients at the same moment, one patient gets it."""
    registry = Registry()
    patients = [await registry.registered() for _ in range(5)]
    given = (registry.do(AddIdentifier(patient=patient, identifier=MRN), registry.desk) for patient in patients)
    outcomes = await asyncio.gather(*given, return_exceptions=True)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
    assert [type(refusal) for refusal in refusals] == [IdentifierInUse] * 4
    assert len(await registry.found(identifier="A-104233")) == 1


@pytest.mark.parametrize(
    ("system", "value"), [("mrn", "B-1"), ("lab", "A-104233"), ("mr", "n\u00a0A-104233"), ("mrnA", "-104233")]
)
async def test_another_identifier_is_another(system: str, value: str) -> None:
    """Another value, or the same value of another system, may be another patient's."""
    registry = Registry()
    mia, noor = await registry.registered(), await registry.registered(NOOR)
    await registry.do(AddIdentifier(patient=mia, identifier=MRN), registry.desk)
    other = Identifier(system=system, value=value)
    assert (await registry.do(AddIdentifier(patient=noor, identifier=other), registry.desk))["version"] == 2
