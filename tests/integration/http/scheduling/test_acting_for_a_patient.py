"""A mother books for her child, a son for his mother: as far as they were let in, and not a moment longer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from domain.shared.roles import Role
from integration.clinics import join
from integration.clock import SetClock
from integration.databases import Database
from integration.http.patients.registry import record, refused, registered
from integration.http.scheduling.practice import NINE, Practice, done, practice, provider_of
from integration.people import Clinic, Person
from integration.stack import Stack

TELEHEALTH = {"kind": "telehealth", "text_version": "2030-01"}


async def leo_of(stack: Stack, clinic: Clinic) -> Person:
    """Let Leo have an account, and no record of his own."""
    leo = await stack.somebody(clinic, Role.PATIENT)
    await join(stack, (leo.actor,))
    return leo


async def named(at: Practice, patient: str, leo: Person, *scopes: str, **more: Any) -> str:
    """Have the desk name Leo as an adult's proxy, and give the representation's id."""
    body = {"account": str(leo.actor.id), "scopes": scopes} | more
    return str((await done(await at.desk.http.post(f"/patients/{patient}/proxies", json=body)))["id"])


async def book(leo: Person, at: Practice, hour: int, patient: str | None = None) -> httpx.Response:
    """Let Leo book a visit for a patient."""
    body = at.booking(NINE + timedelta(hours=hour)) | {"patient": patient or at.patient}
    return await leo.http.post("/appointments", json=body)


async def test_a_proxy_manages_visits(stack: Stack, clinic: Clinic) -> None:
    """A proxy for visits books, reads, lists, moves and cancels them; the record and other patients stay closed."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    other = await registered(at.desk, given="Noor")
    refused(await book(leo, at, 0), 404, "request.not-found")
    await named(at, at.patient, leo, "visits")
    visit = (await done(await book(leo, at, 0)))["id"]
    assert (await done(await leo.http.get(f"/appointments/{visit}")))["patient"] == at.patient
    assert [shown["id"] for shown in (await done(await leo.http.get("/appointments")))["items"]] == [visit]
    later = {"starts_at": (NINE + timedelta(hours=2)).isoformat()}
    await done(await leo.http.post(f"/appointments/{visit}/reschedule", json=later))
    await done(await leo.http.post(f"/appointments/{visit}/cancel", json={}))
    refused(await leo.http.get(f"/patients/{at.patient}"), 404, "request.not-found")
    refused(await book(leo, at, 0, other), 404, "request.not-found")


async def test_a_proxy_looks_for_a_time(stack: Stack, clinic: Clinic) -> None:
    """Who may book for a patient is not offered what meets the patient's own visits; others cannot ask for them."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    other = await provider_of(clinic)
    await at.booked(NINE)
    looking = {
        "visit_type": "follow-up-video",
        "jurisdiction": "US-NY",
        "zone": "America/New_York",
        "from": NINE.isoformat(),
        "until": (NINE + timedelta(hours=1)).isoformat(),
        "provider": other,
    }
    refused(await leo.http.get("/slots", params=looking | {"patient": at.patient}), 404, "request.not-found")
    await named(at, at.patient, leo, "visits")
    for person in (leo, at.desk):
        anybodys = (await done(await person.http.get("/slots", params=looking)))["items"]
        theirs = (await done(await person.http.get("/slots", params=looking | {"patient": at.patient})))["items"]
        assert datetime.fromisoformat(anybodys[0]["starts_at"]) == NINE
        assert datetime.fromisoformat(theirs[0]["starts_at"]) == NINE + timedelta(minutes=30)


async def test_a_proxy_lists_series(stack: Stack, clinic: Clinic) -> None:
    """Who was let into somebody's visits lists their series; who was let into the record alone lists none."""
    at, leo, ada = await practice(clinic), await leo_of(stack, clinic), await leo_of(stack, clinic)
    series = await at.series_booked()
    await named(at, at.patient, leo, "visits")
    await named(at, at.patient, ada, "record")
    for proxy, found in ((leo, [series]), (ada, [])):
        assert [shown["id"] for shown in (await done(await proxy.http.get("/series")))["items"]] == found


async def test_an_ended_proxy_reaches_nothing(stack: Stack, clinic: Clinic) -> None:
    """From the instant at which it is ended a proxy finds nothing, not even what they booked."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    representation = await named(at, at.patient, leo, "visits", "record")
    visit = (await done(await book(leo, at, 0)))["id"]
    await done(await at.desk.http.post(f"/representations/{representation}/end", json={}))
    refused(await leo.http.get(f"/appointments/{visit}"), 404, "request.not-found")
    refused(await leo.http.post(f"/appointments/{visit}/cancel", json={}), 404, "request.not-found")
    refused(await leo.http.get(f"/patients/{at.patient}"), 404, "request.not-found")
    assert (await done(await leo.http.get("/appointments")))["items"] == []


async def test_a_proxy_runs_out_by_itself(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """At the agreed end nothing is reached, to the instant, and nobody did anything for it."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    end = clock.now() + timedelta(minutes=5)
    await named(at, at.patient, leo, "record", ends_at=end.isoformat())
    clock.at = end - timedelta(microseconds=1)
    await record(leo, at.patient)
    clock.at = end
    refused(await leo.http.get(f"/patients/{at.patient}"), 404, "request.not-found")


async def test_a_patient_names_and_ends_a_proxy(stack: Stack, clinic: Clinic) -> None:
    """An adult names a proxy for their own record, sees who acts for them, and ends it."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(at.patient))
    body = {"account": str(leo.actor.id), "scopes": ["record"]}
    named_by_her = await done(await mia.http.post(f"/patients/{at.patient}/proxies", json=body))
    for person in (mia, leo):
        [shown] = (await done(await person.http.get("/representations")))["items"]
        assert (shown["patient"], shown["account"], shown["capacity"]) == (at.patient, str(leo.actor.id), "proxy")
    refused(await leo.http.post(f"/patients/{at.patient}/proxies", json=body), 404, "request.not-found")
    await done(await mia.http.post(f"/representations/{named_by_her['id']}/end", json={}))
    again = await mia.http.post(f"/representations/{named_by_her['id']}/end", json={})
    refused(again, 409, "patients.representation-over")


async def test_a_guardian_acts_until_the_birthday(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """A guardian consents and books for a child; at adulthood, by the clinic's calendar, the child is alone."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    noor = await registered(at.desk, given="Noor", birth_date="2012-05-15")
    await done(await at.desk.http.post(f"/patients/{noor}/verify-identity", json={"method": "photo-id"}))
    body = {"account": str(leo.actor.id), "scopes": ["record", "visits", "consents"]}
    refused(await at.desk.http.post(f"/patients/{noor}/proxies", json=body), 409, "patients.proxy-only-for-adults")
    await done(await at.desk.http.post(f"/patients/{noor}/guardians", json=body))
    refused(await book(leo, at, 1, noor), 409, "scheduling.telehealth-consent-missing")
    await done(await leo.http.post(f"/patients/{noor}/consents", json=TELEHEALTH))
    [consent] = (await record(leo, noor))["consents"]
    assert consent["given_by"] == {"by": "guardian", "account": str(leo.actor.id)}
    assert consent["how"] == "online"
    await done(await book(leo, at, 1, noor))
    clock.at = datetime.fromisoformat("2030-05-14T23:59:59+00:00")
    leo = await stack.admit(leo.actor)
    await record(leo, noor)
    clock.at = datetime.fromisoformat("2030-05-15T00:00:00+00:00")
    refused(await leo.http.get(f"/patients/{noor}"), 404, "request.not-found")
    refused(await leo.http.post(f"/patients/{noor}/consents", json=TELEHEALTH), 404, "request.not-found")


async def test_an_adolescents_own(stack: Stack, clinic: Clinic) -> None:
    """What the clinic calls an adolescent's own is closed to the guardian; the rest stays open."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    noor = await registered(at.desk, given="Noor", birth_date="2015-01-01")
    body = {"account": str(leo.actor.id), "scopes": ["record", "visits", "consents"]}
    await done(await at.desk.http.post(f"/patients/{noor}/guardians", json=body))
    policy = {"adolescent_age": 15, "adolescents_keep": ["record"], "adolescents_consent_to": ["telehealth"]}
    await record(leo, noor)
    await done(await clinic.owner.http.post("/registry-policy", json={"policy": policy}))
    refused(await leo.http.get(f"/patients/{noor}"), 404, "request.not-found")
    consents = f"/patients/{noor}/consents"
    refused(await leo.http.post(consents, json=TELEHEALTH), 409, "patients.not-the-guardians-matter")
    recording = {"kind": "recording", "text_version": "1"}
    await done(await leo.http.post(consents, json=recording))
    herself = await stack.somebody(clinic, Role.PATIENT, patient=UUID(noor))
    await done(await herself.http.post(consents, json=TELEHEALTH))
    [own] = (await done(await herself.http.get("/representations")))["items"]
    away = await herself.http.post(f"/representations/{own['id']}/end", json={})
    refused(away, 409, "patients.only-clinic-ends-guardianship")


async def test_who_acted_for_whom(stack: Stack, clinic: Clinic, database: Database) -> None:
    """The fact names the proxy as its actor, and the audit entry the patient on whose behalf; also of a refusal."""
    at, leo = await practice(clinic), await leo_of(stack, clinic)
    await named(at, at.patient, leo, "visits")
    visit = UUID((await done(await book(leo, at, 0)))["id"])
    refused(await book(leo, at, 0), 409, "scheduling.provider-taken")
    async with database.connected("postgres") as watcher:
        assert await watcher.fetchval("select actor_id from event where stream_id = $1", visit) == leo.actor.id
        entries = await watcher.fetch(
            "select outcome, on_behalf_of from audit_entry where actor_id = $1 and operation = $2 order by id",
            leo.actor.id,
            "scheduling.book-appointment",
        )
    assert [tuple(entry) for entry in entries] == [
        ("done", [UUID(at.patient)]),
        ("scheduling.provider-taken", [UUID(at.patient)]),
    ]


async def test_a_guardian_who_is_no_patient_is_invited(clinic: Clinic) -> None:
    """Somebody who is no patient is invited with nothing but an address, and named once the account is there."""
    at = await practice(clinic)
    noor = await registered(at.desk, given="Noor", birth_date="2015-01-01")
    invited = await done(await at.desk.http.post("/representatives", json={"email": {"address": "leo@example.org"}}))
    body = {"account": invited["id"], "scopes": ["visits"]}
    await done(await at.desk.http.post(f"/patients/{noor}/guardians", json=body))
    staff = {"account": str(at.desk.actor.id), "scopes": ["visits"]}
    refused(await at.desk.http.post(f"/patients/{noor}/guardians", json=staff), 404, "request.not-found")
