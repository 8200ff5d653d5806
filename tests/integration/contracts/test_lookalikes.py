"""Who could be mistaken for somebody: what every storage promises of finding them."""

import asyncio
from datetime import date, timedelta
from typing import cast
from uuid import UUID

import msgspec
import pytest

from application.patients.add_identifier import AddIdentifier
from application.patients.ports import Lookalikes
from application.patients.queries import MOST_COMPARED
from application.patients.register_patient import RegisterPatient
from domain.patients.contact import EmailContact, PhoneContact
from domain.patients.demographics import Demographics
from domain.patients.duplicates import PossibleDuplicate
from domain.patients.identifier import Identifier
from domain.patients.likeness import Description
from domain.shared.contacts import EmailAddress, PersonName, PhoneNumber
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from integration.contracts.registry import attempt, execution, receipt
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Lookalikes,)

HOME = PhoneContact(phone=PhoneNumber(number="+12025550123"))
MAILBOX = EmailContact(email=EmailAddress(address="Natalia@example.org"))
MRN = Identifier(system="mrn", value="A-104233")


def person(given: str = "Natalia", family: str = "Rivera", born: str = "1988-03-04") -> Demographics:
    """Say who somebody is."""
    return Demographics(name=PersonName(family=family, given=given), birth_date=date.fromisoformat(born))


NATALIA = Description(demographics=person(), contacts=(HOME, MAILBOX))


async def taken_in(stack: Stack, clinic: Clinic, who: Description) -> PatientId:
    """Register somebody, whoever looks like them, with contacts and identifiers."""
    registering = RegisterPatient(demographics=who.demographics, contacts=who.contacts, insist=True)
    patient = PatientId(receipt(await stack.do(registering, clinic.front_desk)).id)
    for identifier in who.identifiers:
        await stack.do(AddIdentifier(patient=patient, identifier=identifier), clinic.front_desk)
    return patient


async def lookalikes(stack: Stack, clinic: Clinic, who: Description) -> list[PatientId]:
    """Ask who could be mistaken for somebody."""
    registry = cast("Lookalikes", stack.container.patients.ports.lookalikes())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return [patient for patient, _ in await registry.of(who, asking)]


@pytest.mark.parametrize(
    "other",
    [
        Description(demographics=person()),
        Description(demographics=person("Natalja", "Lind")),
        Description(demographics=person("Rivera", "Natalia")),
        Description(demographics=person(born="1988-04-03")),
        Description(demographics=person("Carmen", "Lind", "1971-11-30"), contacts=(HOME,)),
        Description(
            demographics=person("Carmen", "Lind", "1971-11-30"),
            contacts=(EmailContact(email=EmailAddress(address="natalia@EXAMPLE.org")),),
        ),
    ],
)
async def test_they_are_found(stack: Stack, clinic: Clinic, other_clinic: Clinic, other: Description) -> None:
    """By birth date and the beginning of a name, day and month swapped too, or by a contact, in their own clinic."""
    natalia = await taken_in(stack, clinic, NATALIA)
    assert await lookalikes(stack, clinic, other) == [natalia]
    assert await lookalikes(stack, other_clinic, other) == []


@pytest.mark.parametrize(
    "other",
    [
        Description(demographics=person("Carmen", "Lind")),
        Description(demographics=person(born="1971-11-30")),
        Description(demographics=person("Carmen", "Lind", "1971-11-30")),
    ],
)
async def test_others_are_left_alone(stack: Stack, clinic: Clinic, other: Description) -> None:
    """A birth date or a name alone makes nobody a lookalike."""
    await taken_in(stack, clinic, NATALIA)
    assert await lookalikes(stack, clinic, other) == []


async def test_a_number_under_another_system_is_found(stack: Stack, clinic: Clinic) -> None:
    """The same value counts whichever system gave it out."""
    natalia = await taken_in(stack, clinic, msgspec.structs.replace(NATALIA, identifiers=(MRN,)))
    other = Description(
        demographics=person("Carmen", "Lind", "1971-11-30"),
        identifiers=(Identifier(system="old-mrn", value="a-104233"),),
    )
    assert await lookalikes(stack, clinic, other) == [natalia]


async def test_there_is_a_limit(stack: Stack, clinic: Clinic) -> None:
    """However many share a telephone, so many are compared; who shares the birth date is among them."""
    stranger = Description(demographics=person("Carmen", "Lind", "1971-11-30"), contacts=(HOME,))
    crowd = []
    for _ in range(MOST_COMPARED + 1):
        crowd.append(await taken_in(stack, clinic, stranger))
        stack.clock.advance(timedelta(seconds=1))
    natalia = await taken_in(stack, clinic, NATALIA)
    assert await lookalikes(stack, clinic, NATALIA) == [*crowd[:MOST_COMPARED], natalia]


@pytest.mark.parametrize(
    "again",
    [
        Description(demographics=person()),
        Description(demographics=person(born="1988-04-03")),
        Description(demographics=person(born="1988-03-05"), contacts=(HOME, MAILBOX)),
    ],
)
async def test_of_two_at_once_one_is_told(stack: Stack, clinic: Clinic, again: Description) -> None:
    """Of several registrations of one person at the same moment one wins, the others hear whom they double."""
    commands = [RegisterPatient(demographics=who.demographics, contacts=who.contacts) for who in (NATALIA, again)]
    ends = await asyncio.gather(*(stack.do(one, clinic.front_desk) for one in commands), return_exceptions=True)
    refusals = [end for end in ends if isinstance(end, DomainError)]
    won = [receipt(end).id for end in ends if not isinstance(end, BaseException)]
    assert [type(refusal) for refusal in refusals] == [PossibleDuplicate]
    assert [UUID(str(candidate.patient)) for candidate in refusals[0].details["candidates"]] == won
