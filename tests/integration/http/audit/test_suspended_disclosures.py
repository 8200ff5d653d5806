"""A disclosure of which an agency has the patient not told: nowhere for the patient, shown to who answers for it."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from domain.shared.roles import Role
from domain.shared.scopes import Scope
from integration.clinics import join
from integration.clock import SetClock
from integration.http.audit.test_disclosures import FAX, faxed
from integration.http.patients.registry import refused, registered
from integration.http.scheduling.practice import done
from integration.people import Clinic, Person
from integration.stack import Stack

COPY = {
    "to": "Attorney General",
    "recipient_kind": "health-oversight",
    "kinds": ["billing"],
    "why": "Audit of billed visits.",
    "disclosed_at": "2030-05-13T16:00:00Z",
}
LETTER = {
    "agency": "Medicaid Fraud Control Unit",
    "official": "Special Investigator R. Moreno",
    "form": "written",
    "stated_at": "2030-05-14T08:00:00Z",
    "until": "2030-06-14T09:00:00Z",
}
CALL = LETTER | {"form": "oral", "until": "2030-06-13T08:00:00Z"}


@pytest.fixture
async def mia(stack: Stack, clinic: Clinic) -> Person:
    """Give a patient, signed in."""
    return await stack.somebody(clinic, Role.PATIENT, patient=UUID(await registered(clinic.front_desk)))


@pytest.fixture
async def proxy(stack: Stack, clinic: Clinic, mia: Person) -> Person:
    """Give somebody whom Mia lets read her record."""
    leo = await stack.somebody(clinic, Role.PATIENT, patient=UUID(await registered(clinic.front_desk, given="Leo")))
    await join(stack, (mia.actor, leo.actor))
    acting = {"account": str(leo.actor.id), "scopes": [Scope.RECORD.value]}
    await done(await mia.http.post(f"/patients/{mia.actor.patient}/proxies", json=acting))
    return leo


class Seen(NamedTuple):
    """All that a patient, or who may read in their place, is answered of what left the clinic and who looked."""

    account: dict[str, Any]
    first: dict[str, Any]
    """The account's first page, of one."""
    table: str
    accesses: list[dict[str, Any]]
    """Without the reader's own looks."""
    table_of_accesses: list[str]


async def seen(person: Person, mia: Person) -> Seen:
    """Read everything that could tell."""
    at, as_table = f"/patients/{mia.actor.patient}", {"Accept": "text/csv"}
    account = await person.http.get(f"{at}/disclosures")
    table = await person.http.get(f"{at}/disclosures", headers=as_table)
    looks = await done(await person.http.get(f"{at}/accesses", params={"limit": 100}))
    accesses = await person.http.get(f"{at}/accesses", headers=as_table)
    rows = csv.DictReader(StringIO(accesses.text, newline=""))
    return Seen(
        account=await done(account),
        first=await done(await person.http.get(f"{at}/disclosures", params={"limit": 1})),
        table=table.text,
        accesses=[look for look in looks["items"] if not look["is_yourself"] and look["role"] != "patient"],
        table_of_accesses=[row["told"] for row in rows if row["is_yourself"] == "false" and row["role"] != "patient"],
    )


async def suspended(clinic: Clinic, mia: Person, statement: dict[str, Any] = LETTER) -> str:
    """Have the owner write a disclosure down of which Mia is not to be told."""
    path = f"/patients/{mia.actor.patient}/suspended-disclosures"
    answer = await clinic.owner.http.post(path, json={"told": COPY, "statement": statement})
    return str((await done(answer))["id"])


async def copied(clinic: Clinic, mia: Person) -> str:
    """Have the front desk write it down, so that Mia is told."""
    return await faxed(clinic, str(mia.actor.patient), **COPY)


async def to_whom(person: Person, mia: Person) -> list[str]:
    """Read to whom data went."""
    page = await done(await person.http.get(f"/patients/{mia.actor.patient}/disclosures"))
    return [one["to"] for one in page["items"]]


async def test_nothing_tells_that_there_is_something(clinic: Clinic, mia: Person, proxy: Person) -> None:
    """The account, its pages and tables, and who looked at the record are the same as if nothing had been disclosed."""
    await faxed(clinic, str(mia.actor.patient))
    before = [await seen(person, mia) for person in (mia, proxy)]
    at = f"/disclosures/{await suspended(clinic, mia)}"
    await done(await clinic.owner.http.post(f"{at}/suspend", json={"statement": LETTER}))
    await done(await clinic.front_desk.http.post(f"{at}/correct", json={"told": COPY | {"kinds": ["visits"]}}))
    assert [await seen(person, mia) for person in (mia, proxy)] == before
    bodies = {"correct": {"told": COPY}, "suspend": {"statement": LETTER}, "lift-suspension": {}}
    for step, body in bodies.items():
        refused(await mia.http.post(f"{at}/{step}", json=body), 403, "request.forbidden")


async def test_what_was_told_is_told_no_more(clinic: Clinic, mia: Person) -> None:
    """Once it is suspended, neither it nor that somebody had written it down is told; nothing else goes with it."""
    before = await seen(mia, mia)
    disclosure = await copied(clinic, mia)
    assert await to_whom(mia, mia) == [COPY["to"]]
    await done(await clinic.owner.http.post(f"/disclosures/{disclosure}/suspend", json={"statement": LETTER}))
    assert await seen(mia, mia) == before
    await faxed(clinic, str(mia.actor.patient))
    assert await to_whom(mia, mia) == [FAX["to"]]


async def test_pages_are_filled_from_behind_it(clinic: Clinic, mia: Person) -> None:
    """A page that would hold what is suspended holds the next, and promises more only where more is told."""
    for to, instant in (("Earlier", "2030-05-13T15:00:00Z"), ("Later", "2030-05-13T17:00:00Z")):
        await faxed(clinic, str(mia.actor.patient), to=to, disclosed_at=instant)
    await suspended(clinic, mia)
    path = f"/patients/{mia.actor.patient}/disclosures"
    first = await done(await mia.http.get(path, params={"limit": 1}))
    second = await done(await mia.http.get(path, params={"limit": 1, "after": first["next"]}))
    assert [one["to"] for one in first["items"] + second["items"]] == ["Later", "Earlier"]
    assert second["next"] is None


async def test_it_is_told_when_the_time_is_over(clinic: Clinic, mia: Person, clock: SetClock) -> None:
    """From the instant that the agency named, the patient is told of it and of who wrote it down, by itself."""
    await suspended(clinic, mia, CALL)
    clock.at = datetime.fromisoformat(CALL["until"]) - timedelta(microseconds=1)
    hidden = await seen(mia, mia)
    assert hidden.account["items"] == []
    clock.advance(timedelta(microseconds=1))
    told = await seen(mia, mia)
    (one,) = told.account["items"]
    assert (one["to"], one["at"], one["suspension"]) == (COPY["to"], COPY["disclosed_at"], None)
    (written, *rest) = told.accesses
    assert written["told"].startswith("Somebody of the clinic's management changed to whom your data was given for a")
    assert rest == hidden.accesses


async def test_it_is_lifted(clinic: Clinic, mia: Person) -> None:
    """When the agency needs it no longer an owner lifts it, once, and the patient is told at once."""
    path = f"/disclosures/{await suspended(clinic, mia)}/lift-suspension"
    await done(await clinic.owner.http.post(path, json={}))
    assert await to_whom(mia, mia) == [COPY["to"]]
    refused(await clinic.owner.http.post(path, json={}), 409, "patients.disclosure-not-suspended")


async def test_both_records_of_one_person(clinic: Clinic, mia: Person) -> None:
    """What is suspended in a duplicate is told in none of a person's records."""
    duplicate = await registered(clinic.front_desk, given="Mía")
    linking = {"patient": duplicate, "survivor": str(mia.actor.patient), "reason": "One person"}
    await done(await clinic.front_desk.http.post("/patient-links", json=linking))
    before = await seen(mia, mia)
    path = f"/patients/{duplicate}/suspended-disclosures"
    await done(await clinic.owner.http.post(path, json={"told": COPY, "statement": LETTER}))
    assert await seen(mia, mia) == before


@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR])
async def test_who_answers_for_it_reads_all(clinic: Clinic, mia: Person, role: Role, clock: SetClock) -> None:
    """Owners and auditors read what is suspended, at whose word and until when, and once it is over that it was."""
    disclosure = await suspended(clinic, mia, CALL)
    path = f"/patients/{mia.actor.patient}/disclosures"
    (one,) = (await done(await clinic[role].http.get(path)))["items"]
    assert (one["id"], one["recipient_kind"], one["suspension"]) == (disclosure, COPY["recipient_kind"], CALL)
    await done(await clinic.owner.http.post(f"/disclosures/{disclosure}/suspend", json={"statement": LETTER}))
    clock.advance(timedelta(days=1))
    await done(await clinic.owner.http.post(f"/disclosures/{disclosure}/lift-suspension", json={}))
    (one,) = (await done(await clinic[role].http.get(path)))["items"]
    assert one["suspension"] == LETTER | {"until": "2030-05-15T09:00:00Z"}
    table = await clinic[role].http.get(path, headers={"Accept": "text/csv"})
    assert LETTER["official"] in table.text


async def test_the_trail_has_all_of_it(clinic: Clinic, mia: Person) -> None:
    """Auditors find in the trail who suspended what, while the patient does not."""
    disclosure = await suspended(clinic, mia)
    asked = {"patient": str(mia.actor.patient), "done": "patients.record-suspended-disclosure"}
    (entry,) = (await done(await clinic[Role.AUDITOR].http.get("/audit/entries", params=asked)))["items"]
    assert (entry["things"], entry["actor"]) == ([disclosure], str(clinic.owner.actor.id))


@pytest.mark.parametrize(
    ("told", "statement", "code"),
    [
        ({"recipient_kind": "other"}, {}, "recipient-is-no-agency"),
        ({"disclosed_at": "2030-05-15T09:00:00Z"}, {}, "disclosure-lies-ahead"),
        ({}, {"stated_at": "2030-05-14T09:00:01Z"}, "statement-lies-ahead"),
        ({}, {"until": "2030-05-14T08:30:00Z"}, "suspension-ends-before-it-begins"),
        ({}, {"form": "oral"}, "oral-statement-too-long"),
    ],
)
async def test_what_suspends_nothing(
    clinic: Clinic, mia: Person, told: dict[str, str], statement: dict[str, str], code: str
) -> None:
    """What no agency's statement covers is refused, and nothing is written down."""
    path = f"/patients/{mia.actor.patient}/suspended-disclosures"
    answer = await clinic.owner.http.post(path, json={"told": COPY | told, "statement": LETTER | statement})
    refused(answer, 409, f"patients.{code}")
    assert await to_whom(clinic.owner, mia) == []


async def test_a_letter_lengthens_a_call(clinic: Clinic, mia: Person, clock: SetClock) -> None:
    """With the agency's letter the patient is not told when the thirty days of its call are over."""
    disclosure = await suspended(clinic, mia, CALL)
    longer = {"statement": LETTER | {"until": "2031-01-01T00:00:00Z"}}
    await done(await clinic.owner.http.post(f"/disclosures/{disclosure}/suspend", json=longer))
    clock.advance(timedelta(days=60))
    assert await to_whom(mia, mia) == []


async def test_it_stays_a_disclosure_to_an_agency(clinic: Clinic, mia: Person) -> None:
    """While it is suspended nobody turns it into one to somebody else."""
    path = f"/disclosures/{await suspended(clinic, mia)}/correct"
    answer = await clinic.front_desk.http.post(path, json={"told": COPY | {"recipient_kind": "other"}})
    refused(answer, 409, "patients.disclosure-is-suspended")


async def test_a_rehearsal_keeps_nothing_back(clinic: Clinic, mia: Person) -> None:
    """Who only tries out a suspension has the patient told as before."""
    path = f"/disclosures/{await copied(clinic, mia)}/suspend"
    before = await seen(mia, mia)
    tried_out = {"Prefer": "tx=rollback"}
    await done(await clinic.owner.http.post(path, json={"statement": LETTER}, headers=tried_out))
    assert await seen(mia, mia) == before


async def test_only_an_owner_keeps_it_from_the_patient(clinic: Clinic, mia: Person) -> None:
    """Whoever else works for the clinic suspends nothing and lifts nothing, and reads no account."""
    at = f"/disclosures/{await suspended(clinic, mia)}"
    for role in (Role.FRONT_DESK, Role.CLINICIAN):
        for step, body in {"suspend": {"statement": LETTER}, "lift-suspension": {}}.items():
            refused(await clinic[role].http.post(f"{at}/{step}", json=body), 403, "request.forbidden")
        answer = await clinic[role].http.get(f"/patients/{mia.actor.patient}/disclosures")
        refused(answer, 403, "request.forbidden")


async def test_in_a_sandbox_its_clock_counts(stack: Stack) -> None:
    """A suspension is over when it is by the sandbox's clock, whatever the world's says."""
    sandbox = await stack.open_clinic(sandbox=True)
    patient = await registered(sandbox.front_desk)
    mia = await stack.somebody(sandbox, Role.PATIENT, patient=UUID(patient))
    await suspended(sandbox, mia)
    assert await to_whom(mia, mia) == []
    await done(await sandbox.owner.http.post("/clinic/clock", json={"to": LETTER["until"]}))
    assert await to_whom(mia, mia) == [COPY["to"]]


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
async def test_an_end_that_no_calendar_has(clinic: Clinic, mia: Person, until: str) -> None:
    """An end outside of the years that the clinic counts is named as what is wrong."""
    path = f"/patients/{mia.actor.patient}/suspended-disclosures"
    answer = await clinic.owner.http.post(path, json={"told": COPY, "statement": LETTER | {"until": until}})
    refused(answer, 400, "request.malformed")
