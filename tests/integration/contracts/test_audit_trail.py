"""Who did what, and how it ended: every storage keeps an entry of every command, allowed or refused."""

import asyncio
from uuid import uuid4

import pytest

from application.patients.link_patients import LinkPatients
from application.patients.queries import GetPatient, SearchPatients
from application.patients.register_patient import RegisterPatient
from application.patients.verify_identity import VerifyIdentity
from application.shared.audit_trail import AuditTrail
from application.shared.execution import Origin
from application.shared.purposes import Purpose
from application.shared.refusals import Forbidden, NotFound, StaleVersion
from domain.patients.link import LinkedToItself
from domain.patients.verification import IdentityCheck
from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool
from integration.contracts.registry import REGISTER_MIA, CorrectName, pipeline, receipt, registered
from integration.contracts.trail import trail
from integration.people import Clinic
from integration.stack import Stack

PORTS = (AuditTrail,)

OPERATION = RegisterPatient.operation

HERE = Origin(address="203.0.113.7", agent='Portal/2.1 ("Mia\'s phone", {3})')


async def test_what_was_done_is_kept_with_what_it_touched(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A command that succeeds leaves one entry that names who, what and which streams."""
    call = clinic.front_desk.call()
    answer = await stack.use_cases[RegisterPatient](REGISTER_MIA, call)
    noted = (await trail(stack, clinic, auditor_pool))[-1]
    assert (noted.operation, noted.outcome, noted.actor) == (OPERATION, "done", call.actor.id)
    assert (noted.command, noted.streams) == (call.request_id, (receipt(answer).id,))
    assert noted.subjects == {receipt(answer).id}


async def test_a_refusal_is_kept(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A command that was refused leaves its refusal, and whose record was asked for, also where there is none."""
    patient, nobody = await registered(stack, clinic.front_desk), PatientId(uuid4())
    correct, _ = pipeline(stack)
    with pytest.raises(StaleVersion):
        await correct(CorrectName(patient=patient, family="Bello"), clinic.front_desk.call(expected_version=5))
    with pytest.raises(NotFound):
        await correct(CorrectName(patient=nobody, family="Bello"), clinic.front_desk.call())
    entries = await trail(stack, clinic, auditor_pool)
    assert {(entry.outcome, entry.streams, entry.subjects) for entry in entries if entry.outcome != "done"} == {
        (StaleVersion.code, (patient,), frozenset({patient})),
        (NotFound.code, (nobody,), frozenset({nobody})),
    }


async def test_who_may_not_is_kept_too(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """An attempt beyond one's role is on the trail, with the record that it was at."""
    mia = PatientId(uuid4())
    with pytest.raises(Forbidden):
        await stack.do(VerifyIdentity(patient=mia, method=IdentityCheck.PHOTO_ID), clinic.patient)
    noted = (await trail(stack, clinic, auditor_pool))[-1]
    assert (noted.outcome, noted.actor) == (Forbidden.code, clinic.patient.actor.id)
    assert (noted.operation, noted.subjects) == (VerifyIdentity.operation, frozenset({mia}))


async def test_a_rehearsal_is_kept_as_one(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A dry run leaves one entry, which says that nothing was done."""
    patient = await registered(stack, clinic.front_desk)
    correct, _ = pipeline(stack)
    before = await trail(stack, clinic, auditor_pool)
    await correct(CorrectName(patient=patient, family="Bello"), clinic.front_desk.call(dry_run=True))
    after = await trail(stack, clinic, auditor_pool)
    assert [(entry.outcome, entry.streams) for entry in after if entry not in before] == [("rehearsed", (patient,))]


async def test_a_replay_adds_nothing(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A retry that gets the first answer is no second deed."""
    key = str(uuid4())
    await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    before = await trail(stack, clinic, auditor_pool)
    await stack.do(REGISTER_MIA, clinic.front_desk, idempotency_key=key)
    assert await trail(stack, clinic, auditor_pool) == before


async def test_a_read_is_kept_with_whom_it_showed(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A list is one entry, which names everybody on the page."""
    shown = {await registered(stack, clinic.front_desk) for _ in range(3)}
    await stack.do(SearchPatients(), clinic.clinician)
    noted = (await trail(stack, clinic, auditor_pool))[-1]
    assert (noted.operation, noted.outcome, noted.actor) == (
        SearchPatients.operation,
        "done",
        clinic.clinician.actor.id,
    )
    assert noted.subjects == shown


async def test_why_and_from_where(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """Of commands, reads and refusals the purpose is kept, the groups of fields, and the origin as it came."""
    asked = {"purpose": Purpose.EMERGENCY, "origin": HERE}
    mia = PatientId(receipt(await stack.do(REGISTER_MIA, clinic.front_desk, **asked)).id)
    await stack.do(GetPatient(patient=mia), clinic.front_desk, **asked)
    with pytest.raises(NotFound):
        await stack.do(GetPatient(patient=PatientId(uuid4())), clinic.front_desk, **asked)
    with pytest.raises(Forbidden):
        await stack.do(VerifyIdentity(patient=mia, method=IdentityCheck.PHOTO_ID), clinic.patient, **asked)
    noted = (await trail(stack, clinic, auditor_pool))[-4:]
    assert {(entry.purpose, entry.origin) for entry in noted} == {("emergency-treatment", HERE)}
    assert [entry.fields for entry in noted][::3] == [("demographics", "contacts", "identifiers"), ("identity",)]


async def test_in_whose_place(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A patient who asks for another's record is noted as asking in their place."""
    other = await registered(stack, clinic.front_desk)
    with pytest.raises(NotFound):
        await stack.do(GetPatient(patient=other), clinic.patient)
    noted = (await trail(stack, clinic, auditor_pool))[-1]
    assert noted.on_behalf_of == {other}
    assert (noted.role, noted.purpose) == ("patient", "patient-requested")


async def test_many_at_once(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """Each of many reads at the same moment leaves its own entry, before it is answered."""
    mia = await registered(stack, clinic.front_desk)
    people = [clinic.front_desk, clinic[Role.INTEGRATION], clinic.owner] * 20
    await asyncio.gather(*(stack.do(GetPatient(patient=mia), person) for person in people))
    read = [entry for entry in await trail(stack, clinic, auditor_pool) if entry.operation == GetPatient.operation]
    assert sorted(entry.actor for entry in read) == sorted(person.actor.id for person in people)
    assert len({entry.command for entry in read}) == len(people)


async def test_whoever_is_named_twice_is_noted_once(stack: Stack, clinic: Clinic, auditor_pool: Pool) -> None:
    """A refusal of what named one patient twice leaves one entry, with the patient once."""
    mia = await registered(stack, clinic.front_desk)
    with pytest.raises(LinkedToItself):
        await stack.do(LinkPatients(patient=mia, survivor=mia, reason="One person"), clinic.front_desk)
    assert (await trail(stack, clinic, auditor_pool))[-1].subjects == {mia}


async def test_each_clinic_sees_its_own(stack: Stack, clinic: Clinic, other_clinic: Clinic, auditor_pool: Pool) -> None:
    """Another clinic's trail knows nothing of it."""
    before = await trail(stack, other_clinic, auditor_pool)
    await registered(stack, clinic.front_desk)
    assert await trail(stack, other_clinic, auditor_pool) == before
