"""What a patient agrees to: in their own words where they are signed in, else as told to the clinic."""

import asyncio
from uuid import UUID

from domain.shared.roles import Role
from integration.http.patients.registry import phone, record, refused, registered
from integration.people import Clinic
from integration.stack import Stack

TELEHEALTH = {"kind": "telehealth", "text_version": "2030-01"}


async def test_the_desk_writes_down_the_patients_word(clinic: Clinic) -> None:
    """A consent that the front desk notes is the patient's word."""
    mia = await registered(clinic.front_desk)
    assert (await clinic.front_desk.http.post(f"/patients/{mia}/consents", json=TELEHEALTH)).status_code == 200
    assert (await record(clinic.front_desk, mia))["consents"] == [
        TELEHEALTH | {"given_by": {"by": "patient"}, "given_at": "2030-05-14T09:00:00Z", "how": None}
    ]


async def test_a_patient_speaks_for_themselves(stack: Stack, clinic: Clinic) -> None:
    """A patient who is signed in gives and withdraws their own consents, in the name of their account."""
    patient = await registered(clinic.front_desk)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(patient))
    assert (await mia.http.post(f"/patients/{patient}/consents", json=TELEHEALTH)).status_code == 200
    [given] = (await record(mia, patient))["consents"]
    assert given["given_by"] == {"by": "account", "account": str(mia.actor.id)}
    withdrawal = await mia.http.post(f"/patients/{patient}/consents/withdraw", json={"kind": "telehealth"})
    assert withdrawal.status_code == 200
    assert (await record(mia, patient))["consents"] == []


async def test_a_patient_does_not_say_who_spoke(stack: Stack, clinic: Clinic) -> None:
    """Whose word it was and how it came is the clinic's to write down: a patient who says so is told which fields."""
    patient = await registered(clinic.front_desk)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(patient))
    said = TELEHEALTH | {"said_by": "guardian", "how": "in-writing"}
    answer = await mia.http.post(f"/patients/{patient}/consents", json=said)
    refused(answer, 403, "request.field-not-settable")
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == ["/said_by", "/how"]
    assert (await record(mia, patient))["consents"] == []
    assert (await clinic.front_desk.http.post(f"/patients/{patient}/consents", json=said)).status_code == 409


async def test_a_patient_reaches_only_their_own_record(stack: Stack, clinic: Clinic) -> None:
    """A patient may read and reach their own record; another's is unknown to them."""
    own, other = await registered(clinic.front_desk), await registered(clinic.front_desk, given="Noor")
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(own))
    added = await mia.http.post(f"/patients/{own}/contacts", json={"contact": phone("+12025550123")})
    assert added.status_code == 200
    refused(await mia.http.get(f"/patients/{other}"), 404, "request.not-found")
    refused(await mia.http.post(f"/patients/{other}/consents", json=TELEHEALTH), 404, "request.not-found")
    withdrawal = await mia.http.post(f"/patients/{other}/consents/withdraw", json={"kind": "telehealth"})
    refused(withdrawal, 404, "request.not-found")
    contact = {"contact": phone("+12025550123")}
    refused(await mia.http.post(f"/patients/{other}/contacts", json=contact), 404, "request.not-found")


async def test_a_patient_runs_no_registry(stack: Stack, clinic: Clinic) -> None:
    """A patient may not search, register, identify or verify, not even themselves."""
    own = await registered(clinic.front_desk)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(own))
    refused(await mia.http.get("/patients"), 403, "request.forbidden")
    verification = await mia.http.post(f"/patients/{own}/verify-identity", json={"method": "photo-id"})
    refused(verification, 403, "request.forbidden")


async def test_a_consent_is_given_once_and_withdrawn_once(clinic: Clinic) -> None:
    """The same words are agreed to once; what is not live cannot be withdrawn; new words replace old ones."""
    mia = await registered(clinic.front_desk)
    give, withdraw = f"/patients/{mia}/consents", f"/patients/{mia}/consents/withdraw"
    kind = {"kind": "recording"}
    refused(await clinic.front_desk.http.post(withdraw, json=kind), 409, "patients.consent-not-given")
    assert (await clinic.front_desk.http.post(give, json=kind | {"text_version": "1"})).status_code == 200
    again = await clinic.front_desk.http.post(give, json=kind | {"text_version": "1"})
    refused(again, 409, "patients.consent-already-given")
    assert (await clinic.front_desk.http.post(give, json=kind | {"text_version": "2"})).status_code == 200
    [live] = (await record(clinic.front_desk, mia))["consents"]
    assert live["text_version"] == "2"
    assert (await clinic.front_desk.http.post(withdraw, json=kind)).status_code == 200
    refused(await clinic.front_desk.http.post(withdraw, json=kind), 409, "patients.consent-not-given")


async def test_of_two_withdrawals_at_once_one_is_refused(clinic: Clinic) -> None:
    """Two people who withdraw one consent at the same moment: one does, the other is told that it is gone."""
    mia = await registered(clinic.front_desk)
    await clinic.front_desk.http.post(f"/patients/{mia}/consents", json=TELEHEALTH)
    withdraw, kind = f"/patients/{mia}/consents/withdraw", {"kind": "telehealth"}
    answers = await asyncio.gather(*(clinic.front_desk.http.post(withdraw, json=kind) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
