"""What an outsider's key reads: the patients who agreed, for as long as they do, and no trace of anybody else."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.patients.registry import found, phone, record, refused, registered
from integration.http.scheduling.practice import HOME, NINE, Practice, done, practice
from integration.people import Clinic, Person, actor
from integration.stack import Stack

NOT_SHARED = "patients.not-shared"
SHARING = {"kind": "data-sharing", "text_version": "2030-01"}


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a practice whose patient can be booked."""
    return await practice(clinic)


@pytest.fixture
async def harbor(stack: Stack, clinic: Clinic) -> Person:
    """Give a program that works for a laboratory outside of the clinic."""
    return await stack.admit(msgspec.structs.replace(actor(clinic.id, Role.INTEGRATION), is_outside=True))


async def agrees(clinic: Clinic, patient: str) -> httpx.Response:
    """Note that a patient agrees to data sharing."""
    answer = await clinic.front_desk.http.post(f"/patients/{patient}/consents", json=SHARING)
    await done(answer)
    return answer


async def withdraws(clinic: Clinic, patient: str) -> httpx.Response:
    """Note that a patient no longer agrees."""
    withdrawing = {"kind": "data-sharing"}
    answer = await clinic.front_desk.http.post(f"/patients/{patient}/consents/withdraw", json=withdrawing)
    await done(answer)
    return answer


async def several(clinic: Clinic, clock: SetClock, count: int) -> list[str]:
    """Register some patients, one a minute."""
    patients = []
    for _ in range(count):
        patients.append(await registered(clinic.front_desk))
        clock.advance(timedelta(minutes=1))
    return patients


async def pages(person: Person, path: str, limit: int, **criteria: Any) -> list[list[str]]:
    """Read a list to its end, and give the ids on each page."""
    told, params = [], {"limit": limit, **criteria}
    while True:
        page = await done(await person.http.get(path, params=params))
        told.append([item["id"] for item in page["items"]])
        if page["next"] is None:
            return told
        params["after"] = page["next"]


async def test_a_consent_opens_the_record_and_its_withdrawal_closes_it(
    at: Practice, harbor: Person, clinic: Clinic
) -> None:
    """An outsider reads a record from the consent on; from the withdrawal on the very next read is refused."""
    path = f"/patients/{at.patient}"
    assert refused(await harbor.http.get(path), 403, NOT_SHARED)
    await agrees(clinic, at.patient)
    assert (await record(harbor, at.patient))["id"] == at.patient
    await withdraws(clinic, at.patient)
    assert refused(await harbor.http.get(path), 403, NOT_SHARED)


async def test_the_past_is_read_with_todays_consent(at: Practice, harbor: Person, clinic: Clinic, stack: Stack) -> None:
    """That a patient agreed once does not open the record as it was then."""
    await agrees(clinic, at.patient)
    then = {"as_of": stack.clock.now().isoformat()}
    await done(await harbor.http.get(f"/patients/{at.patient}", params=then))
    await withdraws(clinic, at.patient)
    assert refused(await harbor.http.get(f"/patients/{at.patient}", params=then), 403, NOT_SHARED)


async def test_the_clinics_own_programs_need_no_consent(at: Practice, clinic: Clinic) -> None:
    """What works for the clinic reads as before: treating somebody is no disclosure to anybody outside."""
    assert (await record(clinic[Role.INTEGRATION], at.patient))["id"] == at.patient


async def test_a_search_finds_nobody_else(clinic: Clinic, harbor: Person) -> None:
    """Neither by name nor by what only one patient has does an outsider find who did not agree."""
    mia, noor = [await registered(clinic.front_desk, phone(f"+1202555012{n}")) for n in (1, 2)]
    await agrees(clinic, mia)
    assert await found(harbor, name="okafor") == [mia]
    assert await found(harbor, phone="+12025550122") == []
    assert await found(clinic.front_desk, phone="+12025550122") == [noor]


async def test_pages_tell_of_nobody_else(clinic: Clinic, harbor: Person, clock: SetClock) -> None:
    """Each page is as full as if nobody else were there, and after the last who agreed there is none."""
    everybody = await several(clinic, clock, 7)
    agreed = [everybody[n] for n in (1, 2, 4)]
    for patient in agreed:
        await agrees(clinic, patient)
    assert await pages(harbor, "/patients", 1) == [[one] for one in agreed]
    assert await pages(harbor, "/patients", 2) == [agreed[:2], agreed[2:]]
    assert await pages(harbor, "/patients", 3, name="mia") == [agreed]
    assert await pages(harbor, "/patients", 50) == [agreed]


async def test_a_consent_that_stands_no_longer_leaves_no_gap(clinic: Clinic, harbor: Person, clock: SetClock) -> None:
    """Also who agreed in one record and withdrew it in another is on no page, and no page is shorter for it."""
    mia, duplicate, noor, ada = await several(clinic, clock, 4)
    for patient in (duplicate, noor, ada):
        await agrees(clinic, patient)
    await agrees(clinic, mia)
    linking = {"patient": duplicate, "survivor": mia, "reason": "One person"}
    await done(await clinic.front_desk.http.post("/patient-links", json=linking))
    await withdraws(clinic, mia)
    assert await pages(harbor, "/patients", 1) == [[noor], [ada]]
    assert await pages(harbor, "/patients", 2) == [[noor, ada]]


async def test_the_calendar_tells_of_nobody_else(at: Practice, harbor: Person, clinic: Clinic) -> None:
    """Of the calendar an outsider reads the visits of who agreed, one by one and in lists; nobody else is named."""
    shared, other = at.patient, await registered(clinic.front_desk, given="Noor")
    hers = await at.booked(NINE)
    his = await at.booked(NINE.replace(hour=15), patient=other, visit=examination(at, NINE.replace(hour=15)))
    waiting = await at.waits(other, visit_type="examination")
    await agrees(clinic, shared)
    assert await pages(harbor, "/appointments", 1) == [[hers]]
    assert await pages(harbor, "/appointments", 1, patient=other) == [[]]
    assert (await done(await harbor.http.get(f"/appointments/{hers}")))["patient"] == shared
    assert refused(await harbor.http.get(f"/appointments/{his}"), 403, NOT_SHARED)
    assert (await done(await harbor.http.get("/waitlist")))["items"] == []
    assert refused(await harbor.http.get(f"/waitlist/{waiting}"), 403, NOT_SHARED)
    await withdraws(clinic, shared)
    assert await pages(harbor, "/appointments", 1) == [[]]
    assert refused(await harbor.http.get(f"/appointments/{hers}"), 403, NOT_SHARED)


async def test_nothing_is_written_about_anybody_else(at: Practice, harbor: Person, clinic: Clinic) -> None:
    """An outsider adds to the record of who agreed; about anybody else it is refused before a rule could tell."""
    path, body = f"/patients/{at.patient}/contacts", {"contact": phone("+12025550144")}
    assert refused(await harbor.http.post(path, json=body), 403, NOT_SHARED)
    await agrees(clinic, at.patient)
    headers = {"Idempotency-Key": "once"}
    await done(await harbor.http.post(path, json=body, headers=headers))
    await withdraws(clinic, at.patient)
    assert refused(await harbor.http.post(path, json=body, headers=headers), 403, NOT_SHARED)


async def test_a_deactivated_record_stays_as_shared_as_it_was(at: Practice, harbor: Person, clinic: Clinic) -> None:
    """Who moved away has agreed to their record being read elsewhere as long as they do not say otherwise."""
    await agrees(clinic, at.patient)
    leaving = {"reason": "moved-away"}
    await done(await clinic.front_desk.http.post(f"/patients/{at.patient}/deactivate", json=leaving))
    assert (await record(harbor, at.patient))["deactivation"]["reason"] == "moved-away"


async def test_who_is_unknown_stays_unknown(harbor: Person) -> None:
    """What is not there, or another clinic's, is not found, as it is for everybody."""
    assert refused(await harbor.http.get(f"/patients/{UUID(int=1)}"), 404, "request.not-found")


def examination(at: Practice, starts_at: datetime) -> dict[str, Any]:
    """Give a visit to the clinic's rooms, for which nobody needs to have agreed to video."""
    return {
        "provider": at.provider,
        "visit_type": "examination",
        "starts_at": starts_at.isoformat(),
        "place": HOME | {"site": at.site},
        "room": at.room,
    }
