"""What of a patient's data left the clinic: read by outsiders or given away, told to the patient and to the clinic."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.patients.registry import record, refused, registered
from integration.http.scheduling.practice import done
from integration.people import Clinic, Person, actor
from integration.stack import Stack

HARBOR = {"is": "outsider", "name": "Harbor Reference Laboratory", "purpose": "Matching results to who they are of."}
FAX = {
    "to": "County Health Department",
    "kinds": ["diagnoses", "test-results"],
    "why": "Report of a notifiable disease.",
    "disclosed_at": "2030-05-13T15:00:00Z",
}


@pytest.fixture
async def mia(stack: Stack, clinic: Clinic) -> Person:
    """Give a patient who agreed to data sharing, signed in."""
    patient = await registered(clinic.front_desk)
    consent = {"kind": "data-sharing", "text_version": "2030-01"}
    await done(await clinic.front_desk.http.post(f"/patients/{patient}/consents", json=consent))
    return await stack.somebody(clinic, Role.PATIENT, patient=UUID(patient))


@pytest.fixture
async def harbor(stack: Stack, clinic: Clinic) -> Person:
    """Give a program of an outsider's, with a key that says who they are."""
    issuing = {
        "name": "Lab results import",
        "holder": HARBOR,
        "scopes": ["patients.get-patient", "patients.search-patients", "patients.add-contact"],
        "expires_at": "2030-12-31T00:00:00Z",
    }
    key = (await done(await clinic.owner.http.post("/api-keys", json=issuing)))["id"]
    program = actor(clinic.id, Role.INTEGRATION, account=AccountId(UUID(key)))
    return await stack.admit(msgspec.structs.replace(program, is_outside=True))


def of(person: Person) -> str:
    """Name a patient's record in a path."""
    return str(person.actor.patient)


async def disclosures(person: Person, patient: str, **asked: Any) -> list[dict[str, Any]]:
    """Read the account."""
    answer = await done(await person.http.get(f"/patients/{patient}/disclosures", params=asked))
    items: list[dict[str, Any]] = answer["items"]
    return items


async def faxed(clinic: Clinic, patient: str, **told: Any) -> str:
    """Have the front desk write a fax down."""
    answer = await clinic.front_desk.http.post(f"/patients/{patient}/disclosures", json={"told": FAX | told})
    return str((await done(answer))["id"])


async def test_what_an_outsider_reads_is_accounted_for(mia: Person, harbor: Person) -> None:
    """Each read by an outsider is told to the patient: when, to whom, which kinds of data, and what for."""
    await record(harbor, of(mia))
    (read,) = await disclosures(mia, of(mia))
    assert (read["at"], read["to"], read["why"]) == ("2030-05-14T09:00:00Z", HARBOR["name"], HARBOR["purpose"])
    assert (read["fields"][:2], read["by_hand"]) == (["demographics", "contacts"], False)
    assert read["told"].startswith(
        "Harbor Reference Laboratory was shown your name and date of birth, how to reach you"
    )
    assert read["told"].endswith("What for: Matching results to who they are of.")


async def test_a_list_is_accounted_to_whom_it_named(mia: Person, harbor: Person, clinic: Clinic) -> None:
    """Whom an outsider's search named is told of it; whom it left out is not, since nothing of theirs left."""
    other = await registered(clinic.front_desk, given="Noor")
    await done(await harbor.http.get("/patients"))
    assert len(await disclosures(clinic.owner, of(mia))) == 1
    assert await disclosures(clinic.owner, other) == []


async def test_what_shows_nothing_is_no_disclosure(mia: Person, harbor: Person, clinic: Clinic) -> None:
    """A read that was refused, what the outsider wrote, and whatever the clinic's own programs read are not on it."""
    other = await registered(clinic.front_desk, given="Noor")
    refused(await harbor.http.get(f"/patients/{other}"), 403, "patients.not-shared")
    contact = {"contact": {"kind": "phone", "phone": {"number": "+12025550144"}}}
    await done(await harbor.http.post(f"/patients/{of(mia)}/contacts", json=contact))
    await record(clinic[Role.INTEGRATION], of(mia))
    assert await disclosures(clinic.owner, other) == await disclosures(clinic.owner, of(mia)) == []


async def test_what_was_faxed_is_written_down(mia: Person, clinic: Clinic) -> None:
    """What somebody of the clinic gave away is on the account once they wrote it down, in the patient's words."""
    await faxed(clinic, of(mia))
    (told,) = await disclosures(mia, of(mia))
    assert told["told"] == (
        "The clinic gave your diagnoses and your test results to County Health Department."
        " What for: Report of a notifiable disease."
    )
    assert (told["at"], told["kinds"], told["by_hand"]) == (FAX["disclosed_at"], FAX["kinds"], True)


async def test_a_mistake_is_corrected_and_not_taken_away(mia: Person, clinic: Clinic) -> None:
    """A correction is shown as one, saying the same again is refused, and so is what lies ahead."""
    fax = await faxed(clinic, of(mia))
    path, right = f"/disclosures/{fax}/correct", {"told": FAX | {"kinds": ["diagnoses"]}}
    await done(await clinic.front_desk.http.post(path, json=right))
    (told,) = await disclosures(mia, of(mia))
    assert (told["id"], told["kinds"], told["is_corrected"]) == (fax, ["diagnoses"], True)
    refused(await clinic.front_desk.http.post(path, json=right), 409, "patients.disclosure-stands-so")
    ahead = {"told": FAX | {"disclosed_at": "2030-05-15T09:00:00Z"}}
    refused(await clinic.front_desk.http.post(path, json=ahead), 409, "patients.disclosure-lies-ahead")


async def test_a_disclosure_in_no_calendar(mia: Person, clinic: Clinic) -> None:
    """An instant outside of the years that the clinic counts is named as what is wrong, and the account stays whole."""
    path, instant = f"/patients/{of(mia)}/disclosures", {"disclosed_at": "0001-01-01T00:00:00Z"}
    refused(await clinic.front_desk.http.post(path, json={"told": FAX | instant}), 400, "request.malformed")
    assert await disclosures(mia, of(mia), since="1900-01-01T00:00:00Z") == []


async def test_both_are_one_list(mia: Person, harbor: Person, clinic: Clinic, clock: SetClock) -> None:
    """Reads and faxes come in one order, the latest first, on however many pages."""
    for number in range(3):
        await record(harbor, of(mia))
        clock.advance(timedelta(minutes=2))
        instant = (clock.now() - timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
        await faxed(clinic, of(mia), to=f"County {number}", disclosed_at=instant)
    whole = await disclosures(mia, of(mia))
    assert [one["by_hand"] for one in whole] == [True, False] * 3
    paged: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": 1}
    while True:
        page = await done(await mia.http.get(f"/patients/{of(mia)}/disclosures", params=params))
        paged += page["items"]
        if page["next"] is None:
            break
        params["after"] = page["next"]
    assert paged == whole


async def test_six_years_are_accounted_for(mia: Person, clinic: Clinic) -> None:
    """The last six years are told, and more to who asks for more; a day can be left out at either end."""
    dates = {"2023-05-14T09:00:00Z": "too old", "2024-05-14T09:00:00Z": "old", "2030-05-14T08:00:00Z": "new"}
    for instant, to in dates.items():
        await faxed(clinic, of(mia), to=to, disclosed_at=instant)

    async def told(**asked: str) -> list[str]:
        return [one["to"] for one in await disclosures(mia, of(mia), **asked)]

    assert await told() == ["new", "old"]
    assert await told(since="2020-01-01T00:00:00Z") == ["new", "old", "too old"]
    assert await told(until="2030-05-14T08:00:00Z") == ["old"]


async def test_the_account_is_taken_home(mia: Person, harbor: Person, clinic: Clinic) -> None:
    """The patient has the whole account as a table, to keep or to hand on."""
    await record(harbor, of(mia))
    await faxed(clinic, of(mia))
    answer = await mia.http.get(f"/patients/{of(mia)}/disclosures", headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    assert [row["to"] for row in rows] == [HARBOR["name"], FAX["to"]]
    assert [row["why"] for row in rows] == [HARBOR["purpose"], FAX["why"]]


@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR])
async def test_who_answers_for_it_reads_it(mia: Person, clinic: Clinic, role: Role) -> None:
    """Owners and auditors read the account of any patient; another patient finds none."""
    await faxed(clinic, of(mia))
    assert await disclosures(clinic[role], of(mia)) == await disclosures(mia, of(mia))
    refused(await clinic.patient.http.get(f"/patients/{of(mia)}/disclosures"), 404, "request.not-found")


async def test_reading_the_account_is_an_entry_too(mia: Person, clinic: Clinic) -> None:
    """The patient sees who read to whom their data went."""
    await disclosures(clinic.owner, of(mia))
    looks = await done(await mia.http.get(f"/patients/{of(mia)}/accesses"))
    assert looks["items"][0]["told"] == (
        "Somebody of the clinic's management looked at to whom your data was given to run the clinic."
    )
