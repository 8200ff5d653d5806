"""A patient's record is corrected, reached and known by what the clinic does to it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from integration.clock import SetClock
from integration.http.patients.registry import demographics, email, phone, record, refused, registered
from integration.people import Clinic


async def test_a_correction_is_seen_at_once(clinic: Clinic) -> None:
    """What is corrected is what the next reader sees."""
    mia = await registered(clinic.front_desk)
    corrected = demographics(family="Okafor-Lind") | {"preferred_language": "en"}
    answer = await clinic.front_desk.http.post(
        f"/patients/{mia}/correct-demographics", json={"demographics": corrected}
    )
    assert (answer.status_code, answer.json()) == (200, {"id": mia, "version": 2})
    assert answer.headers["ETag"] == '"2"'
    assert (await record(clinic.owner, mia))["demographics"]["name"]["family"] == "Okafor-Lind"


async def test_saying_the_same_again_changes_nothing(clinic: Clinic) -> None:
    """A correction that corrects nothing leaves the version as it is."""
    mia = await registered(clinic.front_desk)
    answer = await clinic.front_desk.http.post(
        f"/patients/{mia}/correct-demographics", json={"demographics": demographics()}
    )
    assert answer.json() == {"id": mia, "version": 1}


@pytest.mark.parametrize(
    ("birth_date", "code"),
    [("2030-05-15", "patients.birth-date-in-future"), ("1899-05-13", "patients.birth-date-too-long-ago")],
)
async def test_a_birth_date_must_be_possible(clinic: Clinic, birth_date: str, code: str) -> None:
    """Nobody is corrected into a birth date that no living person has."""
    mia = await registered(clinic.front_desk)
    wrong = {"demographics": demographics(birth_date=birth_date)}
    refused(await clinic.front_desk.http.post(f"/patients/{mia}/correct-demographics", json=wrong), 409, code)
    refused(await clinic.front_desk.http.post("/patients", json=wrong), 409, code)


async def test_a_contact_comes_and_is_verified_and_goes(clinic: Clinic) -> None:
    """A contact is added, verified by whoever looked, and removed."""
    desk = clinic.front_desk
    mia = await registered(desk)
    added = (await desk.http.post(f"/patients/{mia}/contacts", json={"contact": phone("+12025550123")})).json()
    contact = f"/patients/{mia}/contacts/{added['contact']}"
    assert (await desk.http.post(f"{contact}/verify", json={"method": "front-desk"})).status_code == 200
    [known] = (await record(desk, mia))["contacts"]
    assert known["verification"] == {
        "method": "front-desk",
        "verified_by": str(desk.actor.id),
        "verified_at": "2030-05-14T09:00:00Z",
    }
    refused(
        await desk.http.post(f"{contact}/verify", json={"method": "code"}), 409, "patients.contact-already-verified"
    )
    assert (await desk.http.post(f"{contact}/remove")).status_code == 200
    assert (await record(desk, mia))["contacts"] == []
    refused(await desk.http.post(f"{contact}/remove"), 409, "patients.unknown-contact")


async def test_a_contact_stands_once(clinic: Clinic) -> None:
    """A patient has each e-mail address once, however it is written, and at most ten contacts."""
    mia = await registered(clinic.front_desk, email("mia@example.org"))
    contacts = f"/patients/{mia}/contacts"
    again = await clinic.front_desk.http.post(contacts, json={"contact": email("Mia@Example.org")})
    refused(again, 409, "patients.contact-already-there")
    for number in range(9):
        more = {"contact": phone(f"+1202555012{number}")}
        assert (await clinic.front_desk.http.post(contacts, json=more)).status_code == 200
    eleventh = await clinic.front_desk.http.post(contacts, json={"contact": phone("+12025550199")})
    refused(eleventh, 409, "patients.too-many-contacts")


async def test_an_identity_is_verified_in_the_name_of_whoever_looked(clinic: Clinic) -> None:
    """The record says who checked the identity, how and when."""
    mia = await registered(clinic.front_desk)
    answer = await clinic.clinician.http.post(f"/patients/{mia}/verify-identity", json={"method": "photo-id"})
    assert answer.status_code == 200
    identity = (await record(clinic.front_desk, mia))["identity"]
    assert (identity["method"], identity["verified_by"]) == ("photo-id", str(clinic.clinician.actor.id))


async def test_the_past_is_as_it_was(clinic: Clinic, clock: SetClock) -> None:
    """``as_of`` shows the record of that moment, and as of now it equals the record byte for byte."""
    mia = await registered(clinic.front_desk, email("mia@example.org"))
    before = clock.now()
    clock.advance(timedelta(hours=1))
    await clinic.front_desk.http.post(f"/patients/{mia}/contacts", json={"contact": phone("+12025550123")})
    past = await clinic.front_desk.http.get(f"/patients/{mia}", params={"as_of": before.isoformat()})
    assert len(past.json()["contacts"]) == 1
    now = await clinic.front_desk.http.get(f"/patients/{mia}")
    as_of_now = await clinic.front_desk.http.get(f"/patients/{mia}", params={"as_of": clock.now().isoformat()})
    assert as_of_now.content == now.content


async def test_a_stale_change_is_refused(clinic: Clinic) -> None:
    """Whoever looked before somebody else changed the record must look again."""
    mia = await registered(clinic.front_desk)
    verify, seen, how = f"/patients/{mia}/verify-identity", {"If-Match": '"1"'}, {"method": "photo-id"}
    assert (await clinic.front_desk.http.post(verify, json=how, headers=seen)).status_code == 200
    refused(await clinic.front_desk.http.post(verify, json=how, headers=seen), 412, "request.stale-version")


async def test_a_rehearsal_leaves_nothing(clinic: Clinic) -> None:
    """``Prefer: tx=rollback`` answers as the command would and keeps nothing."""
    mia = await registered(clinic.front_desk)
    added = {"identifier": {"system": "mrn", "value": uuid4().hex}}
    answer = await clinic.front_desk.http.post(
        f"/patients/{mia}/identifiers", json=added, headers={"Prefer": "tx=rollback"}
    )
    assert answer.json()["version"] == 2
    assert (await record(clinic.front_desk, mia))["version"] == 1
