"""The audit trail as a table: for who answers for it, and for whom a record is about."""

import csv
from io import StringIO
from uuid import UUID

import httpx
import pytest

from application.shared import pipeline
from application.shared.refusals import TooManyRows
from domain.shared.roles import Role
from integration.clinics import join
from integration.http.patients.registry import record, refused
from integration.http.scheduling.practice import Practice, done, practice
from integration.people import Clinic, Person
from integration.stack import Stack

AS_TABLE = {"Accept": "text/csv"}


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a clinic with a patient and a provider."""
    return await practice(clinic)


async def asked(person: Person, path: str, **filters: str) -> httpx.Response:
    """Ask for a list as a table."""
    return await person.http.get(path, params=filters, headers=AS_TABLE)


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    """Read a table."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; header=present; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.text, newline="")))


async def test_an_auditor_has_all_of_it_at_once(at: Practice) -> None:
    """Every entry that fits is in the table, whatever fits on a page, with the columns and values of the list."""
    for _ in range(3):
        await record(at.desk, at.patient)
    auditor = at.clinic[Role.AUDITOR]
    filters = {"patient": at.patient, "done": "patients.get-patient", "limit": "1"}
    table = rows(await asked(auditor, "/audit/entries", **filters))
    listed = (await done(await auditor.http.get("/audit/entries", params=filters | {"limit": "100"})))["items"]
    assert [row["id"] for row in table] == [entry["id"] for entry in listed]
    assert list(table[0]) == list(listed[0])
    assert (table[0]["role"], table[0]["patients"], table[0]["refusal"]) == ("front_desk", at.patient, "")


async def test_that_it_was_taken_is_in_the_trail(at: Practice) -> None:
    """One table is one entry, with whom it told of and why."""
    auditor = at.clinic[Role.AUDITOR]
    rows(await asked(auditor, "/audit/entries", patient=at.patient))
    looking = {"account": str(auditor.actor.id), "limit": "1"}
    (entry,) = (await done(await at.clinic.owner.http.get("/audit/entries", params=looking)))["items"]
    assert (entry["operation"], entry["outcome"], entry["purpose"]) == (
        "audit.list-entries",
        "allowed",
        "healthcare-operations",
    )
    assert at.patient in entry["patients"]


async def test_too_much_is_refused_and_said_so(at: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound nothing is given, and the mend says what to ask for instead; the trail has the refusal."""
    monkeypatch.setattr(pipeline, "MOST_ROWS", 2)
    owner = at.clinic.owner
    answer = await asked(owner, "/audit/entries", patient=at.patient)
    assert refused(answer, 409, TooManyRows.code)
    assert "'since'" in answer.json()["detail"]
    assert len(rows(await asked(owner, "/audit/entries", done="patients.verify-identity"))) == 1
    turned_down = {"outcome": "refused", "account": str(owner.actor.id)}
    (entry,) = (await done(await owner.http.get("/audit/entries", params=turned_down)))["items"]
    assert entry["refusal"] == TooManyRows.code


async def test_a_program_that_names_itself_a_formula(at: Practice) -> None:
    """What somebody sends as their program's name is shown in the table, and carried out by no spreadsheet."""
    harm = '=HYPERLINK("http://example.org")'
    await at.desk.http.get(f"/patients/{at.patient}", headers={"User-Agent": harm})
    table = rows(await asked(at.clinic.owner, "/audit/entries", patient=at.patient, done="patients.get-patient"))
    assert table[0]["agent"] == f"'{harm}"


async def test_a_patient_has_theirs(stack: Stack, at: Practice) -> None:
    """Whom a record is about takes home who looked at it, in the words of the list; nobody else does."""
    mia = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))
    await join(stack, (mia.actor,))
    await record(at.desk, at.patient)
    look = rows(await asked(mia, f"/patients/{at.patient}/accesses"))[0]
    assert look["told"].startswith("Somebody at the front desk looked at your name and date of birth")
    assert refused(await asked(at.desk, f"/patients/{at.patient}/accesses"), 403, "request.forbidden")


async def test_who_does_not_ask_for_a_table_gets_none(at: Practice) -> None:
    """Whoever takes anything, or prefers JSON, is answered as ever; what has no table is answered in JSON anyhow."""
    for accept in ("*/*", "application/json, text/csv;q=0.5", "application/json"):
        answer = await at.clinic.owner.http.get("/audit/entries", headers={"Accept": accept})
        assert (await done(answer))["items"]
    assert (await asked(at.desk, f"/patients/{at.patient}")).json()["id"] == at.patient
