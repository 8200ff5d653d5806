"""Whom outsiders may be told of: what every storage promises of consents to data sharing."""

from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

import msgspec

from application.patients.erasure.ports import Shredder
from application.patients.give_consent import GiveConsent
from application.patients.link_patients import LinkPatients
from application.patients.register_patient import RegisterPatient
from application.patients.set_registry_policy import SetRegistryPolicy
from application.patients.speaking import Voice
from application.patients.withdraw_consent import WithdrawConsent
from application.shared.sharing import Sharing
from domain.patients.consent import ConsentKind
from domain.patients.registry_policy import ConsentText, RegistryPolicy
from domain.shared.identifiers import PatientId
from integration.contracts.registry import MIA, attempt, execution, receipt, registered
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Sharing,)

SHARING = ConsentKind.DATA_SHARING
COMES_OF_AGE = datetime.fromisoformat("2030-06-01T12:00:00+00:00")


async def kept_back(stack: Stack, clinic: Clinic, *patients: UUID) -> frozenset[UUID]:
    """Ask whom of some patients outsiders may not be told of."""
    sharing = cast("Sharing", stack.container.shared.sharing())
    return await sharing.kept_back(patients, execution(stack, clinic.owner))


async def agrees(stack: Stack, clinic: Clinic, patient: PatientId, by: Voice = Voice.PATIENT) -> None:
    """Note a consent, and let a minute pass."""
    giving = GiveConsent(patient=patient, kind=SHARING, text_version="2030-01", said_by=by)
    await stack.do(giving, clinic.front_desk)
    stack.clock.advance(timedelta(minutes=1))


async def withdraws(stack: Stack, clinic: Clinic, patient: PatientId) -> None:
    """Note a withdrawal, and let a minute pass."""
    await stack.do(WithdrawConsent(patient=patient, kind=SHARING), clinic.front_desk)
    stack.clock.advance(timedelta(minutes=1))


async def test_who_agreed_is_told_of(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Who agreed is not kept back until they withdraw it; who is not known here is not there to be kept back."""
    mia, noor = await registered(stack, clinic.front_desk), await registered(stack, clinic.front_desk)
    assert await kept_back(stack, clinic, mia, noor, uuid4()) == {mia, noor}
    await agrees(stack, clinic, mia)
    assert await kept_back(stack, clinic, mia, noor) == {noor}
    await withdraws(stack, clinic, mia)
    assert await kept_back(stack, clinic, mia, noor) == {mia, noor}
    assert await kept_back(stack, other_clinic, mia) == frozenset()
    assert await kept_back(stack, clinic) == frozenset()


async def test_a_person_has_one_word(stack: Stack, clinic: Clinic) -> None:
    """Of linked records the last word counts for all; once they are apart each has its own."""
    mia, duplicate = await registered(stack, clinic.front_desk), await registered(stack, clinic.front_desk)
    await agrees(stack, clinic, mia)
    linking = LinkPatients(patient=duplicate, survivor=mia, reason="One person")
    await stack.do(linking, clinic.front_desk)
    assert await kept_back(stack, clinic, mia, duplicate) == frozenset()
    await agrees(stack, clinic, duplicate)
    await withdraws(stack, clinic, mia)
    assert await kept_back(stack, clinic, mia, duplicate) == {mia, duplicate}


async def test_a_consent_counts_by_who_gave_it(stack: Stack, clinic: Clinic) -> None:
    """A guardian's consent ends with the patient's coming of age, who is asked then."""
    young = msgspec.structs.replace(MIA, birth_date=date(2012, 5, 20))
    registering = RegisterPatient(demographics=young, insist=True)
    child = PatientId(receipt(await stack.do(registering, clinic.front_desk)).id)
    await agrees(stack, clinic, child, Voice.GUARDIAN)
    assert await kept_back(stack, clinic, child) == frozenset()
    stack.clock.advance(COMES_OF_AGE - stack.clock.now())
    assert await kept_back(stack, clinic, child) == {child}


async def test_a_consent_counts_by_its_wording(stack: Stack, clinic: Clinic) -> None:
    """Where the clinic has another wording since, who agreed to the old one is kept back until they agree again."""
    mia = await registered(stack, clinic.front_desk)
    await agrees(stack, clinic, mia)
    policy = RegistryPolicy(consent_texts=(ConsentText(kind=SHARING, text_version="2031-01"),))
    await stack.do(SetRegistryPolicy(policy=policy), clinic.owner)
    assert await kept_back(stack, clinic, mia) == {mia}


async def test_who_was_erased_is_kept_back(stack: Stack, clinic: Clinic) -> None:
    """Of who was erased nobody is told anything, whatever they had agreed to."""
    mia = await registered(stack, clinic.front_desk)
    await agrees(stack, clinic, mia)
    shredder = cast("Shredder", stack.container.patients.erasure.shredder())
    async with attempt(stack, shredding := execution(stack, clinic.owner)) as transaction:
        await shredder.shred([mia], shredding)
        await transaction.commit()
    assert await kept_back(stack, clinic, mia) == {mia}
