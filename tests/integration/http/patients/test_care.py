"""Whose record a clinician reads: a patient's in their care, or one behind a glass that they broke."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from domain.shared.roles import Role
from infrastructure.postgres.connection import Pool
from integration.clock import SetClock
from integration.contracts.trail import trail
from integration.http.patients.registry import record, refused, registered
from integration.http.scheduling.practice import NINE, Practice, done, practice
from integration.people import Clinic, Person, actor
from integration.stack import Stack

OUTSIDE = "patients.outside-care"
BREAKING = {"purpose": "emergency-treatment", "reason": "Brought in unconscious; allergies unknown"}
LEO = {"name": {"family": "Okafor", "given": "Leo"}, "relationship": "spouse", "phone": {"number": "+12025550166"}}


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a practice whose patient can be booked."""
    return await practice(clinic)


@pytest.fixture
async def adler(stack: Stack, at: Practice) -> Person:
    """Give the practice's provider, signed in."""
    return await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))


async def broken(person: Person, patient: str) -> dict[str, Any]:
    """Break the glass of a patient's record."""
    return await done(await person.http.post(f"/patients/{patient}/break-glass", json=BREAKING))


async def reviewed(clinic: Clinic, glass: str, outcome: str = "justified") -> httpx.Response:
    """Have the owner review a broken glass."""
    return await clinic.owner.http.post(f"/break-glass/{glass}/review", json={"outcome": outcome})


async def test_no_visit_no_record(at: Practice, adler: Person) -> None:
    """A clinician who has no visit with a patient is refused the record, and told what would open it."""
    answer = await adler.http.get(f"/patients/{at.patient}")
    assert refused(answer, 403, OUTSIDE)
    assert "break-glass" in answer.json()["detail"]
    assert refused(await adler.http.get(f"/patients/{uuid4()}"), 404, "request.not-found")


async def test_who_is_expected_is_in_care(at: Practice, adler: Person, clinic: Clinic) -> None:
    """From the booking on the provider of the visit reads the record, and no colleague; a cancelled visit ends it."""
    appointment = await at.booked()
    assert (await record(adler, at.patient))["id"] == at.patient
    assert refused(await clinic.clinician.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)
    await done(await at.act(appointment, "cancel"))
    assert refused(await adler.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)


async def test_care_ends_when_the_clinic_says(at: Practice, adler: Person, clinic: Clinic, clock: SetClock) -> None:
    """After a visit the record stays open for the days of the clinic's policy, which counts from the next read on."""
    await at.booked()
    clock.advance(NINE + timedelta(days=30) - clock.now())
    assert (await record(adler, at.patient))["id"] == at.patient
    await done(await clinic.owner.http.post("/registry-policy", json={"policy": {"care_days": 14}}))
    assert refused(await adler.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)


async def test_care_follows_linked_records(at: Practice, adler: Person, clinic: Clinic) -> None:
    """A visit opens every record of the one person."""
    duplicate = await registered(clinic.front_desk, given="Mya")
    await at.booked()
    assert refused(await adler.http.get(f"/patients/{duplicate}"), 403, OUTSIDE)
    linking = {"patient": duplicate, "survivor": at.patient, "reason": "One person"}
    await done(await clinic.front_desk.http.post("/patient-links", json=linking))
    assert (await record(adler, duplicate))["id"] == duplicate


async def test_a_search_shows_who_somebody_is_and_no_more(at: Practice, adler: Person, clinic: Clinic) -> None:
    """A clinician finds everybody by name; of who is not in their care the rest is withheld, and said to be."""
    await done(await clinic.front_desk.http.post(f"/patients/{at.patient}/emergency-contacts", json={"contact": LEO}))
    from_afar = (await done(await adler.http.get("/patients", params={"name": "okafor"})))["items"][0]
    assert from_afar["demographics"]["name"]["family"] == "Okafor"
    assert (from_afar["emergency_contacts"], from_afar["consents"]) == ([], [])
    assert from_afar["withheld"] == ["consents", "past_consents", "emergency_contacts", "coverages"]
    await broken(adler, at.patient)
    assert (await done(await adler.http.get("/patients")))["items"] == [from_afar]
    await at.booked()
    whole = (await done(await adler.http.get("/patients")))["items"]
    assert whole == [await record(clinic.front_desk, at.patient)]
    assert whole[0]["withheld"] == []


async def test_a_broken_glass_opens_the_record_for_an_hour(at: Practice, adler: Person, clock: SetClock) -> None:
    """It opens at once, to the one who broke it, until the clinic's time is over."""
    await broken(adler, at.patient)
    assert (await record(adler, at.patient))["emergency_contacts"] == []
    assert refused(await at.clinic.clinician.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)
    clock.advance(timedelta(hours=1))
    assert refused(await adler.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)


async def test_the_clinic_sets_the_hour(at: Practice, adler: Person, clinic: Clinic, clock: SetClock) -> None:
    """A clinic that allows a quarter of an hour gives no more."""
    await done(await clinic.owner.http.post("/registry-policy", json={"policy": {"break_glass_minutes": 15}}))
    glass = (await broken(adler, at.patient))["id"]
    shown = await done(await clinic.owner.http.get(f"/break-glass/{glass}"))
    clock.advance(timedelta(minutes=15))
    assert refused(await adler.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)
    assert shown["ends_at"] == clock.now().isoformat().replace("+00:00", "Z")


async def test_a_broken_glass_waits_for_its_review(at: Practice, adler: Person, clinic: Clinic) -> None:
    """The owner finds it in the queue with its reason, says what they think, once, and it leaves the queue."""
    glass = (await broken(adler, at.patient))["id"]
    (queued,) = (await done(await clinic.owner.http.get("/break-glass", params={"reviewed": "false"})))["items"]
    assert (queued["id"], queued["reason"], queued["account"]) == (glass, BREAKING["reason"], str(adler.actor.id))
    await done(await reviewed(clinic, glass, "not-justified"))
    assert (await done(await clinic.owner.http.get("/break-glass", params={"reviewed": "false"})))["items"] == []
    (settled,) = (await done(await clinic.owner.http.get("/break-glass", params={"reviewed": "true"})))["items"]
    assert (settled["outcome"], settled["reviewed_by"]) == ("not-justified", str(clinic.owner.actor.id))
    assert refused(await reviewed(clinic, glass), 409, "patients.break-glass-reviewed")


async def test_nobody_reviews_their_own(at: Practice, adler: Person, stack: Stack) -> None:
    """Who became an owner meanwhile leaves it to another."""
    glass = (await broken(adler, at.patient))["id"]
    risen = await stack.admit(actor(at.clinic.id, Role.OWNER, account=adler.actor.id))
    answer = await risen.http.post(f"/break-glass/{glass}/review", json={"outcome": "justified"})
    assert refused(answer, 409, "patients.review-needs-second-person")


async def test_every_reading_behind_the_glass_says_so(
    at: Practice, adler: Person, stack: Stack, auditor_pool: Pool
) -> None:
    """The trail names the glass and the purpose of each reading that it opened, and of no other."""
    await adler.http.get(f"/patients/{at.patient}")
    glass = UUID((await broken(adler, at.patient))["id"])
    await record(adler, at.patient)
    await at.booked()
    await record(adler, at.patient)
    told = [
        (entry.outcome, entry.break_glass, entry.purpose)
        for entry in await trail(stack, at.clinic, auditor_pool)
        if (entry.operation, entry.actor) == ("patients.get-patient", adler.actor.id)
    ]
    assert told == [
        (OUTSIDE, None, "treatment"),
        ("done", glass, "break-the-glass"),
        ("done", None, "treatment"),
    ]


async def test_nobody_writes_in_a_strangers_record(at: Practice, adler: Person) -> None:
    """What is said of a patient is said by who looks after them: from the booking on, and not before."""
    contact = {"contact": {"kind": "phone", "phone": {"number": "+12025550188"}}}
    assert refused(await adler.http.post(f"/patients/{at.patient}/contacts", json=contact), 403, OUTSIDE)
    await at.booked()
    await done(await adler.http.post(f"/patients/{at.patient}/contacts", json=contact))


async def test_a_refused_writing_is_in_the_trail(at: Practice, adler: Person, stack: Stack, auditor_pool: Pool) -> None:
    """Whoever tried is named with the patient; whoever wrote behind a glass, with the glass, rehearsals too."""
    gone = f"/patients/{at.patient}/deactivate"
    await adler.http.post(gone, json={"reason": "moved-away"})
    glass = UUID((await broken(adler, at.patient))["id"])
    await done(await adler.http.post(gone, json={"reason": "moved-away"}, headers={"Prefer": "tx=rollback"}))
    await done(await adler.http.post(gone, json={"reason": "moved-away"}))
    assert refused(await adler.http.post(gone, json={"reason": "moved-away"}), 409, "patients.patient-deactivated")
    told = [
        (entry.outcome, entry.break_glass, entry.subjects)
        for entry in await trail(stack, at.clinic, auditor_pool)
        if (entry.operation, entry.actor) == ("patients.deactivate-patient", adler.actor.id)
    ]
    mia = frozenset({UUID(at.patient)})
    assert told == [
        (OUTSIDE, None, mia),
        ("rehearsed", glass, mia),
        ("done", glass, mia),
        ("patients.patient-deactivated", glass, mia),
    ]


async def test_a_first_visit_needs_no_care(at: Practice, adler: Person) -> None:
    """A clinician registers somebody, sees their card, notes their consent and books them: then they are in care."""
    who = {"demographics": {"name": {"family": "Haddad", "given": "Noor"}, "birth_date": "1955-11-02"}}
    noor = (await done(await adler.http.post("/patients", json=who)))["id"]
    await done(await adler.http.post(f"/patients/{noor}/verify-identity", json={"method": "photo-id"}))
    consent = {"kind": "telehealth", "text_version": "2030-01"}
    await done(await adler.http.post(f"/patients/{noor}/consents", json=consent))
    assert refused(await adler.http.get(f"/patients/{noor}"), 403, OUTSIDE)
    await done(await adler.http.post("/appointments", json=at.booking(patient=noor)))
    assert (await record(adler, noor))["id"] == noor


async def test_a_stranger_is_not_linked_into_care(at: Practice, adler: Person, clinic: Clinic) -> None:
    """A link opens both records, so both must be in care: nobody reads a stranger by calling them a duplicate."""
    await at.booked()
    stranger = await registered(clinic.front_desk, given="Noor")
    for linking in ({"patient": stranger, "survivor": at.patient}, {"patient": at.patient, "survivor": stranger}):
        answer = await adler.http.post("/patient-links", json=linking | {"reason": "One person"})
        assert refused(answer, 403, OUTSIDE)
