"""Registering somebody who is on record already."""

from integration.http.patients.registry import demographics, phone, refused, registered
from integration.people import Clinic

AGAIN = {"demographics": demographics(given="Mía"), "contacts": [phone("+12025550123")]}


async def test_the_refusal_names_the_record(clinic: Clinic) -> None:
    """Who looks like a patient is not registered; the answer says which record to look at, and no name."""
    mia = await registered(clinic.front_desk)
    answer = await clinic.front_desk.http.post("/patients", json=AGAIN)
    assert refused(answer, 409, "patients.possible-duplicate")
    assert answer.json()["candidates"] == [{"patient": mia, "score": 100}]
    assert "Okafor" not in answer.text


async def test_a_refusal_is_decided_afresh(clinic: Clinic) -> None:
    """Under the key of a refused registration somebody may insist: only what was done is kept for a retry."""
    mia = await registered(clinic.front_desk)
    key = {"Idempotency-Key": "mia-again"}
    assert refused(
        await clinic.front_desk.http.post("/patients", json=AGAIN, headers=key), 409, "patients.possible-duplicate"
    )
    made = await clinic.front_desk.http.post("/patients", json=AGAIN | {"insist": True}, headers=key)
    again = await clinic.front_desk.http.post("/patients", json=AGAIN | {"insist": True}, headers=key)
    assert (made.status_code, made.content) == (201, again.content)
    shown = await clinic.front_desk.http.get(f"/patients/{made.json()['id']}/duplicates")
    assert shown.json() == {"patient": made.json()["id"], "candidates": [{"patient": mia, "score": 100}]}


async def test_another_clinics_patients_are_no_candidates(clinic: Clinic, other_clinic: Clinic) -> None:
    """The same person may be a patient of two clinics; neither hears of the other."""
    await registered(other_clinic.front_desk)
    answer = await clinic.front_desk.http.post("/patients", json=AGAIN)
    assert answer.status_code == 201


async def test_nobodys_duplicates_are_not_found(clinic: Clinic, other_clinic: Clinic) -> None:
    """Of another clinic's patient nothing is found, not even that there is one."""
    theirs = await registered(other_clinic.front_desk)
    refused(await clinic.front_desk.http.get(f"/patients/{theirs}/duplicates"), 404, "request.not-found")
