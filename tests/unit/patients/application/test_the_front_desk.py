"""What the front desk does with a record, and what it is told."""

from datetime import timedelta
from uuid import UUID

import msgspec

from application.patients.add_contact import AddContact
from application.patients.correct_demographics import CorrectDemographics
from application.patients.queries import GetPatient
from application.patients.register_patient import RegisterPatient
from application.patients.remove_contact import RemoveContact
from application.patients.verify_contact import VerifyContact
from application.patients.verify_identity import VerifyIdentity
from application.shared.refusals import Forbidden, NotFound, StaleVersion
from domain.patients.contact import ContactCheck, ContactId, UnknownContact
from domain.patients.demographics import BirthDateInFuture
from domain.patients.verification import IdentityCheck
from domain.shared.roles import Role
from unit.application_harness import somebody
from unit.patients.application.registry import Registry
from unit.patients.people import EMAIL, MIA, PHONE


async def test_a_registered_patient_is_read_back() -> None:
    """Who was registered is in the registry, with the contacts they gave."""
    registry = Registry()
    record = await registry.record(await registry.registered(MIA, EMAIL, PHONE))
    assert record.demographics == MIA
    assert [known.contact for known in record.contacts] == [EMAIL, PHONE]


async def test_a_retry_registers_nobody_twice() -> None:
    """The same request under the same key is the same patient."""
    registry = Registry()
    command = RegisterPatient(demographics=MIA)
    first = await registry.do(command, registry.desk, idempotency_key="once")
    assert await registry.do(command, registry.desk, idempotency_key="once") == first
    assert len(await registry.found()) == 1


async def test_a_correction_is_judged_by_the_clinics_calendar() -> None:
    """Tomorrow's birth date is in the future, also when it is tomorrow already elsewhere."""
    registry = Registry()
    mia = await registry.registered()
    tomorrow = msgspec.structs.replace(MIA, birth_date=(registry.memory.clock.now() + timedelta(days=1)).date())
    await registry.refuses(CorrectDemographics(patient=mia, demographics=tomorrow), registry.desk, BirthDateInFuture)
    assert (await registry.record(mia)).demographics == MIA
    assert registry.memory.outcomes("patients.correct-demographics") == ["patients.birth-date-in-future"]


async def test_a_contact_comes_is_verified_and_goes() -> None:
    """A contact is verified in the name of whoever looked, and can be removed."""
    registry = Registry()
    mia = await registry.registered()
    contact = ContactId(UUID((await registry.do(AddContact(patient=mia, contact=PHONE), registry.desk))["contact"]))
    verify = VerifyContact(patient=mia, contact=contact, method=ContactCheck.CONFIRMED_BY_FRONT_DESK)
    await registry.do(verify, registry.desk)
    [known] = (await registry.record(mia)).contacts
    assert known.verification is not None
    assert known.verification.verified_by == registry.desk.id
    await registry.do(RemoveContact(patient=mia, contact=contact), registry.desk)
    await registry.refuses(RemoveContact(patient=mia, contact=contact), registry.desk, UnknownContact)


async def test_an_identity_is_verified_by_whoever_looked() -> None:
    """The record says who checked, how and when."""
    registry = Registry()
    mia = await registry.registered()
    await registry.do(VerifyIdentity(patient=mia, method=IdentityCheck.PHOTO_ID), registry.desk)
    identity = (await registry.record(mia)).identity
    assert identity is not None
    assert (identity.verified_by, identity.verified_at) == (registry.desk.id, registry.memory.clock.now())


async def test_whoever_looked_before_somebody_elses_change_looks_again() -> None:
    """A change made for an older version is refused."""
    registry = Registry()
    mia = await registry.registered()
    verify = VerifyIdentity(patient=mia, method=IdentityCheck.PHOTO_ID)
    await registry.do(verify, registry.desk, expected_version=1)
    assert await registry.refuses(verify, registry.desk, StaleVersion, expected_version=1) == {
        "expected": 1,
        "current": 2,
    }


async def test_the_past_is_as_it_was() -> None:
    """A record can be read as of a past moment; before it began there is none."""
    registry = Registry()
    before, clock = registry.memory.clock.now(), registry.memory.clock
    clock.advance(timedelta(hours=1))
    mia = await registry.registered()
    then = clock.now()
    clock.advance(timedelta(hours=1))
    await registry.do(AddContact(patient=mia, contact=PHONE), registry.desk)
    assert (await registry.ask(GetPatient(patient=mia, as_of=then), registry.desk)).contacts == ()
    await registry.refuses(GetPatient(patient=mia, as_of=before), registry.desk, NotFound)


async def test_another_clinic_knows_nothing_of_a_patient() -> None:
    """A record of another clinic is unknown, whoever asks."""
    registry = Registry()
    mia = await registry.registered()
    stranger = somebody(registry.memory.open_clinic(), Role.OWNER)
    await registry.refuses(GetPatient(patient=mia), stranger, NotFound)
    await registry.refuses(AddContact(patient=mia, contact=PHONE), stranger, NotFound)


async def test_an_auditor_changes_nothing() -> None:
    """Who audits the clinic does not run its registry."""
    registry = Registry()
    auditor = somebody(registry.clinic, Role.AUDITOR)
    await registry.refuses(RegisterPatient(demographics=MIA), auditor, Forbidden)
