"""Who answers for the trail reads it, and whom a record is about reads who looked at it."""

from uuid import UUID

import pytest

from domain.shared.roles import Role
from integration.clinics import join
from integration.http.patients.registry import email, record, refused, registered
from integration.http.scheduling.practice import Practice, done, practice
from integration.people import Clinic, Person
from integration.stack import Stack


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic with a patient and a provider."""
    return await practice(clinic)


@pytest.fixture
async def mia(stack: Stack, at: Practice) -> Person:
    """Let the practice's patient sign in."""
    mia = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))
    await join(stack, (mia.actor,))
    return mia


async def looks(person: Person, patient: str, **window: str) -> list[str]:
    """Read who looked at a record, in words."""
    page = await done(await person.http.get(f"/patients/{patient}/accesses", params=window))
    return [look["told"] for look in page["items"]]


async def test_an_auditor_reads_the_trail(at: Practice) -> None:
    """An auditor finds who read a record, and that the trail was read is in the trail."""
    await record(at.desk, at.patient)
    auditor = at.clinic[Role.AUDITOR]
    params = {"patient": at.patient, "done": "patients.get-patient"}
    (entry,) = (await done(await auditor.http.get("/audit/entries", params=params)))["items"]
    assert (entry["actor"], entry["outcome"]) == (str(at.desk.actor.id), "allowed")
    again = (await done(await auditor.http.get("/audit/entries", params={"patient": at.patient})))["items"]
    assert (again[0]["operation"], again[0]["actor"]) == ("audit.list-entries", str(auditor.actor.id))


async def test_a_patient_reads_who_looked(stack: Stack, at: Practice, mia: Person) -> None:
    """A patient is told by name who of the providers looked, and by their part who else did."""
    adler = await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))
    await join(stack, (adler.actor,))
    await at.booked()
    await record(adler, at.patient)
    await record(at.desk, at.patient)
    desk, provider, *_ = await looks(mia, at.patient)
    assert desk.startswith("Somebody at the front desk looked at your name and date of birth")
    assert provider.startswith("Judith Adler looked at your name and date of birth")
    own, *_ = await looks(mia, at.patient)
    assert own == "You looked at who looked at your record."


async def test_nobody_else_is_told(at: Practice, mia: Person, stack: Stack) -> None:
    """Staff do not read it in the patient's place, and another patient finds nothing."""
    assert refused(await at.desk.http.get(f"/patients/{at.patient}/accesses"), 403, "request.forbidden")
    other = await registered(at.desk, given="Noor")
    stranger = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(other))
    assert refused(await stranger.http.get(f"/patients/{at.patient}/accesses"), 404, "request.not-found")
    assert await looks(mia, at.patient)


async def test_both_records_of_one_person(at: Practice, mia: Person) -> None:
    """Who looked at the duplicate of a record is told with it while they are linked."""
    duplicate = await registered(at.desk, email("mia@example.org"), given="Mía")
    before = len(await looks(mia, at.patient))
    body = {"patient": duplicate, "survivor": at.patient, "reason": "One person"}
    await done(await at.desk.http.post("/patient-links", json=body))
    assert len(await looks(mia, at.patient)) >= before + 3


async def test_a_proxy_for_the_record(stack: Stack, at: Practice, mia: Person) -> None:
    """Whom a patient lets into the record reads who looked at it; whom they let into visits does not."""
    for scope, status in (("record", 200), ("visits", 404)):
        proxy = await stack.somebody(at.clinic, Role.PATIENT)
        await join(stack, (proxy.actor,))
        body = {"account": str(proxy.actor.id), "scopes": [scope]}
        await done(await mia.http.post(f"/patients/{at.patient}/proxies", json=body))
        assert (await proxy.http.get(f"/patients/{at.patient}/accesses")).status_code == status


async def test_a_filter_that_is_none(at: Practice) -> None:
    """A misspelt operation is named as what is wrong."""
    answer = await at.clinic.owner.http.get("/audit/entries", params={"done": "Patients"})
    assert refused(answer, 400, "request.malformed")
