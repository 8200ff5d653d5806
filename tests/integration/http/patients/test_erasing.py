"""A patient is forgotten for good: by two people, unless something keeps the record, and then everywhere."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.patients.registry import email, found, phone, record, refused, registered
from integration.http.scheduling.practice import HOME, NINE, WHEREABOUTS, Practice, done, practice
from integration.people import Clinic, actor
from integration.stack import ORIGIN, Stack

REASON = {"reason": "patient-asked"}
SEEN = {"place": HOME, "whereabouts": WHEREABOUTS}
MATTER = {"matter": "Okafor v. Lakeshore Health Plan"}


async def asked(clinic: Clinic, patient: str) -> httpx.Response:
    """Have the front desk ask for a patient's erasure."""
    return await clinic.front_desk.http.post(f"/patients/{patient}/erasure", json=REASON)


async def approved(clinic: Clinic, erasure: str) -> httpx.Response:
    """Have the owner approve an erasure."""
    return await clinic.owner.http.post(f"/erasures/{erasure}/approve", json={})


async def erased(clinic: Clinic, patient: str) -> str:
    """Erase a patient, and give the erasure's id."""
    erasure = str((await done(await asked(clinic, patient)))["id"])
    await done(await approved(clinic, erasure))
    return erasure


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a practice whose patient can be booked."""
    return await practice(clinic)


async def test_nothing_of_the_patient_is_left_to_read(clinic: Clinic, clock: SetClock) -> None:
    """After the approval the record says that it was erased, today as of every moment before, and nobody finds it."""
    patient = await registered(clinic.front_desk, email("mia@example.org"), phone("+12025550123"))
    before = clock.now()
    clock.advance(timedelta(days=1))
    erasure = await erased(clinic, patient)
    for moment in ({}, {"as_of": before.isoformat()}, {"as_of": clock.now().isoformat()}):
        assert refused(await clinic.front_desk.http.get(f"/patients/{patient}", params=moment), 410, "request.erased")
    for criteria in ({"name": "okafor"}, {"email": "mia@example.org"}, {"phone": "+12025550123"}, {}):
        assert await found(clinic.front_desk, **criteria) == []
    shown = await done(await clinic.owner.http.get(f"/erasures/{erasure}"))
    assert (shown["state"], shown["records"]) == ("approved", [patient])


async def test_nothing_more_is_written(clinic: Clinic) -> None:
    """No command on the record is carried out any more, and none about the patient."""
    patient = await registered(clinic.front_desk)
    await erased(clinic, patient)
    http = clinic.front_desk.http
    commands: dict[str, Any] = {
        "contacts": {"contact": email("mia@example.org")},
        "deactivate": {"reason": "moved-away"},
        "erasure": REASON,
        "account": {"email": {"address": "mia@example.org"}},
        "calendar-links": {},
    }
    for path, body in commands.items():
        assert refused(await http.post(f"/patients/{patient}/{path}", json=body), 410, "request.erased"), path


async def test_it_takes_two(clinic: Clinic) -> None:
    """Whoever asked does not approve: somebody else looks at it."""
    patient = await registered(clinic.front_desk)
    erasure = (await done(await clinic.owner.http.post(f"/patients/{patient}/erasure", json=REASON)))["id"]
    assert refused(await approved(clinic, erasure), 409, "patients.erasure-needs-second-person")
    assert (await record(clinic.front_desk, patient))["id"] == patient
    await done(await clinic[Role.CLINICIAN].http.post(f"/erasures/{erasure}/approve", json={}))


async def test_a_withdrawn_request_erases_nobody(clinic: Clinic) -> None:
    """What was withdrawn is not approved, and the patient may be asked about anew."""
    patient = await registered(clinic.front_desk)
    erasure = (await done(await asked(clinic, patient)))["id"]
    assert refused(await asked(clinic, patient), 409, "patients.erasure-already-requested")
    await done(await clinic.front_desk.http.post(f"/erasures/{erasure}/withdraw", json={}))
    assert refused(await approved(clinic, erasure), 409, "patients.erasure-settled")
    assert (await asked(clinic, patient)).status_code == 201


async def test_a_legal_hold_keeps_the_patient(clinic: Clinic) -> None:
    """A hold that came between the request and its approval keeps the record until it is lifted."""
    patient = await registered(clinic.front_desk)
    erasure = (await done(await asked(clinic, patient)))["id"]
    hold = (await done(await clinic.owner.http.post(f"/patients/{patient}/legal-holds", json=MATTER)))["id"]
    answer = await approved(clinic, erasure)
    assert refused(answer, 409, "patients.under-legal-hold")
    assert answer.json()["holds"] == [hold]
    await done(await clinic.owner.http.post(f"/legal-holds/{hold}/lift", json={}))
    shown = await done(await clinic.owner.http.get(f"/legal-holds/{hold}"))
    assert shown["matter"] == MATTER["matter"]
    await done(await approved(clinic, erasure))
    assert refused(await clinic.owner.http.get(f"/legal-holds/{hold}"), 410, "request.erased")
    listed = await done(await clinic.owner.http.get("/legal-holds", params={"patient": patient}))
    assert listed["items"] == []


async def test_the_law_keeps_whoever_was_seen(at: Practice, clock: SetClock) -> None:
    """After a visit the record stays for the years that the clinic set, and may go on the day they are over."""
    appointment = await at.booked()
    assert refused(await asked(at.clinic, at.patient), 409, "patients.patient-still-expected")
    clock.advance(NINE - clock.now())
    for verb in ("arrive", "check-in", "fulfil"):
        await done(await at.act(appointment, verb, SEEN if verb == "check-in" else {}))
    answer = await asked(at.clinic, at.patient)
    assert refused(answer, 409, "patients.retention-not-over")
    assert answer.json()["until"] == "2040-05-15"
    policy = {"policy": {"retention_years": 0}}
    await done(await at.clinic.owner.http.post("/registry-policy", json=policy))
    await erased(at.clinic, at.patient)
    assert refused(await at.desk.http.get(f"/appointments/{appointment}"), 410, "request.erased")


async def test_visits_of_the_past_stay_without_the_person(at: Practice, clock: SetClock) -> None:
    """A cancelled visit, the wait and the series say that they were erased; the calendar itself goes on."""
    appointment, then = await at.booked(), clock.now()
    series = await at.series_booked()
    entry = await at.waits(visit_type="examination")
    clock.advance(timedelta(minutes=1))
    await done(await at.act(appointment, "cancel", {"reason": "Feeling well again"}))
    await done(await at.desk.http.post(f"/series/{series}/cancel", json={}))
    await done(await at.desk.http.post(f"/waitlist/{entry}/leave", json={}))
    await erased(at.clinic, at.patient)
    for path in (f"/appointments/{appointment}", f"/series/{series}", f"/waitlist/{entry}"):
        for moment in ({}, {"as_of": then.isoformat()}):
            assert refused(await at.desk.http.get(path, params=moment), 410, "request.erased"), path
    for path in ("/appointments", "/series"):
        for asked in ({"patient": at.patient}, {}):
            assert (await done(await at.desk.http.get(path, params=asked)))["items"] == [], path
    assert refused(await at.book(NINE + timedelta(hours=1)), 410, "request.erased")
    assert await at.slots()


async def test_all_records_of_the_person_go(clinic: Clinic) -> None:
    """Where a person has two linked records, both are erased, and what keeps either keeps both."""
    survivor, duplicate = [await registered(clinic.front_desk) for _ in range(2)]
    linking = {"patient": duplicate, "survivor": survivor, "reason": "One person"}
    link = (await done(await clinic.front_desk.http.post("/patient-links", json=linking)))["id"]
    hold = (await done(await clinic.owner.http.post(f"/patients/{duplicate}/legal-holds", json=MATTER)))["id"]
    assert refused(await asked(clinic, survivor), 409, "patients.under-legal-hold")
    await done(await clinic.owner.http.post(f"/legal-holds/{hold}/lift", json={}))
    await erased(clinic, survivor)
    for path in (f"/patients/{survivor}", f"/patients/{duplicate}", f"/patient-links/{link}"):
        assert refused(await clinic.front_desk.http.get(path), 410, "request.erased")


async def test_a_retry_is_not_answered_any_more(clinic: Clinic) -> None:
    """The answers that were kept for retries about the patient go too."""
    key = {"Idempotency-Key": "registering-mia"}
    body = {"demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}}
    http = clinic.front_desk.http
    patient = (await done(await http.post("/patients", json=body, headers=key)))["id"]
    await erased(clinic, patient)
    assert refused(await http.post("/patients", json=body, headers=key), 410, "request.erased")


async def test_the_patients_own_account_is_gone(clinic: Clinic) -> None:
    """Nobody signs in any more with the patient's address, and the session that was open is over."""
    patient = await registered(clinic.front_desk)
    address = {"email": {"address": "mia@example.org"}}
    invited = await done(await clinic.front_desk.http.post(f"/patients/{patient}/account", json=address))
    door, gate = clinic[Role.VISITOR].http, f"/clinics/{clinic.slug}"
    secret = {"password": "six still swifts at dusk"}
    await done(await door.post(f"{gate}/invitations/accept", json={"token": invited["invitation_token"]} | secret))
    session = await done(await door.post(f"{gate}/sessions", json=address | secret))
    await erased(clinic, patient)
    assert (await door.post(f"{gate}/sessions", json=address | secret)).status_code == 401
    refreshing = {"refresh_token": session["refresh_token"]}
    assert (await door.post(f"{gate}/sessions/refresh", json=refreshing)).status_code == 401
    listed = await done(await clinic.owner.http.get("/accounts"))
    assert invited["id"] not in {account["id"] for account in listed["items"]}


async def test_who_represented_the_patient_finds_nothing(clinic: Clinic, stack: Stack) -> None:
    """To a proxy the record is not there any more, as to anybody who never could see it."""
    patient = await registered(clinic.front_desk)
    invited = await done(await clinic.owner.http.post("/representatives", json={"email": {"address": "l@example.org"}}))
    accepting = {"token": invited["invitation_token"], "password": "six still swifts at dusk"}
    await done(await clinic[Role.VISITOR].http.post(f"/clinics/{clinic.slug}/invitations/accept", json=accepting))
    acting = {"account": invited["id"], "scopes": ["record"]}
    await done(await clinic.front_desk.http.post(f"/patients/{patient}/proxies", json=acting))
    proxy = await stack.admit(actor(clinic.id, Role.PATIENT, account=AccountId(UUID(invited["id"]))))
    assert (await proxy.http.get(f"/patients/{patient}")).status_code == 200
    await erased(clinic, patient)
    assert refused(await proxy.http.get(f"/patients/{patient}"), 404, "request.not-found")


async def test_a_calendar_link_opens_nothing(at: Practice, clinic: Clinic) -> None:
    """A calendar program that still has the patient's link is shown nothing."""
    link = await done(await at.desk.http.post(f"/patients/{at.patient}/calendar-links", json={}))
    assert (await at.desk.http.get(f"{ORIGIN}{link['address']}")).status_code == 200
    await erased(clinic, at.patient)
    assert (await at.desk.http.get(f"{ORIGIN}{link['address']}")).status_code == 404


async def test_whoever_writes_meanwhile_comes_too_late(clinic: Clinic) -> None:
    """Of commands that race with the approval each is done before it or is told of it; nothing is found afterwards."""
    patient = await registered(clinic.front_desk)
    erasure = (await done(await asked(clinic, patient)))["id"]
    addresses = [f"mia{number}@example.org" for number in range(6)]
    adding = [
        clinic.front_desk.http.post(f"/patients/{patient}/contacts", json={"contact": email(address)})
        for address in addresses
    ]
    first, second, approval, *others = await asyncio.gather(*adding[:2], approved(clinic, erasure), *adding[2:])
    assert approval.status_code in {200, 503}
    if approval.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        await done(await approved(clinic, erasure))
    assert {answer.status_code for answer in (first, second, *others)} <= {200, 201, 410, 503}
    assert [await found(clinic.front_desk, email=address) for address in addresses] == [[] for _ in addresses]


async def test_erasures_are_listed(clinic: Clinic, clock: SetClock) -> None:
    """Whoever is to approve finds the open requests, page by page in the order in which they were made."""
    patients = [await registered(clinic.front_desk, given=given) for given in ("Ada", "Bea", "Cleo")]
    asked_for = []
    for patient in patients:
        asked_for.append((await done(await asked(clinic, patient)))["id"])
        clock.advance(timedelta(minutes=1))
    await done(await approved(clinic, asked_for[1]))
    http = clinic.owner.http
    open_ones = await done(await http.get("/erasures", params={"state": "requested", "limit": 1}))
    rest = await done(await http.get("/erasures", params={"state": "requested", "after": open_ones["next"]}))
    assert [item["id"] for item in (*open_ones["items"], *rest["items"])] == [asked_for[0], asked_for[2]]
    then = datetime.fromisoformat(open_ones["items"][0]["requested_at"])
    past = await http.get(f"/erasures/{asked_for[0]}", params={"as_of": then.isoformat()})
    assert past.content == (await http.get(f"/erasures/{asked_for[0]}")).content
