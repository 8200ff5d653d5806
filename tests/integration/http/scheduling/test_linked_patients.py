"""Two records of one person at the calendar: one person, who is in one place at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.shared.identifiers import PatientId
from domain.shared.roles import Role
from integration.clinics import join
from integration.clock import SetClock
from integration.http.patients.registry import phone, refused, registered
from integration.http.scheduling.practice import HOME, NINE, WHEREABOUTS, Practice, done, practice, provider_of
from integration.people import Clinic, Person, actor
from integration.stack import Stack

TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)


async def linked(at: Practice, patient: str, survivor: str) -> tuple[str, list[str]]:
    """Link a duplicate to the record that stays; give the link, and the visits that meet."""
    body = {"patient": patient, "survivor": survivor, "reason": "One person"}
    receipt = await done(await at.desk.http.post("/patient-links", json=body))
    return receipt["id"], receipt["overlapping"]


async def listed(at: Practice, patient: str) -> list[str]:
    """List a patient's appointments."""
    page = await done(await at.desk.http.get("/appointments", params={"patient": patient}))
    return [item["id"] for item in page["items"]]


async def duplicate_of(at: Practice) -> str:
    """Register the practice's patient again; nothing was verified and nobody consented on this record."""
    return await registered(at.desk, phone("+12025550123"), given="Mía")


async def test_appointments_follow_and_go_back(clinic: Clinic) -> None:
    """While two records are linked either lists the visits of both; afterwards each lists its own."""
    at = await practice(clinic)
    other = await practice_patient(at)
    hers, theirs = await at.booked(NINE), await at.booked(TEN, patient=other)
    link, _ = await linked(at, other, at.patient)
    assert await listed(at, at.patient) == await listed(at, other) == [hers, theirs]
    during = await at.booked(ELEVEN)
    await done(await at.desk.http.post(f"/patient-links/{link}/unlink", json={}))
    assert await listed(at, at.patient) == [hers, during]
    assert await listed(at, other) == [theirs]


async def test_waits_follow_and_go_back(clinic: Clinic) -> None:
    """While two records are linked either shows what both wait for; afterwards each shows its own."""
    at = await practice(clinic)
    other = await practice_patient(at)
    hers, theirs = await at.waits(), await at.waits(other)
    link, _ = await linked(at, other, at.patient)
    assert await waiting(at, at.patient) == await waiting(at, other) == {hers, theirs}
    await done(await at.desk.http.post(f"/patient-links/{link}/unlink", json={}))
    assert (await waiting(at, at.patient), await waiting(at, other)) == ({hers}, {theirs})


async def test_who_acts_for_either_is_listed(stack: Stack, clinic: Clinic) -> None:
    """Whoever looks up one of two linked records sees the proxies of both, and so does the patient."""
    at, leo = await practice(clinic), await stack.somebody(clinic, Role.PATIENT)
    await join(stack, (leo.actor,))
    other = await practice_patient(at)
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(at.patient))
    body = {"account": str(leo.actor.id), "scopes": ["visits"]}
    named = (await done(await at.desk.http.post(f"/patients/{other}/proxies", json=body)))["id"]
    assert await acting(mia) == []
    link, _ = await linked(at, other, at.patient)
    assert await acting(at.desk, patient=at.patient) == await acting(mia) == [named]
    await done(await at.desk.http.post(f"/patient-links/{link}/unlink", json={}))
    assert await acting(at.desk, patient=at.patient) == await acting(mia) == []


async def waiting(at: Practice, patient: str) -> set[str]:
    """List what a patient waits for."""
    page = await done(await at.desk.http.get("/waitlist", params={"patient": patient}))
    return {line["entry"]["id"] for line in page["items"]}


async def acting(who: Person, **whose: str) -> list[str]:
    """List who acts in somebody's place, as far as this person sees it."""
    return [shown["id"] for shown in (await done(await who.http.get("/representations", params=whose)))["items"]]


async def practice_patient(at: Practice) -> str:
    """Register the practice's patient again, with identity and consent."""
    patient = await duplicate_of(at)
    await done(await at.desk.http.post(f"/patients/{patient}/verify-identity", json={"method": "photo-id"}))
    consent = {"kind": "telehealth", "text_version": "2030-01"}
    await done(await at.desk.http.post(f"/patients/{patient}/consents", json=consent))
    return patient


async def test_one_person_is_in_one_place(clinic: Clinic) -> None:
    """What is booked on a duplicate keeps the person from being booked elsewhere, and from being moved there."""
    at = await practice(clinic)
    second = replace(at, provider=await provider_of(clinic))
    other = await practice_patient(at)
    theirs = await second.booked(NINE, patient=other)
    hers = await at.booked(TEN)
    await linked(at, other, at.patient)
    assert refused(await at.book(NINE), 409, "scheduling.patient-taken")
    moved = await at.act(theirs, "reschedule", {"starts_at": TEN.isoformat()})
    assert refused(moved, 409, "scheduling.patient-taken")
    assert await listed(at, at.patient) == [theirs, hers]


async def test_the_duplicate_is_not_booked(clinic: Clinic) -> None:
    """A new visit is booked on the record that stays; the refusal names it."""
    at = await practice(clinic)
    other = await practice_patient(at)
    await linked(at, other, at.patient)
    answer = await at.book(NINE, patient=other)
    assert refused(answer, 409, "scheduling.patient-is-linked")
    assert answer.json()["patient"] == at.patient
    hold = await at.desk.http.post("/holds", json={"visit": at.booking(NINE)["visit"], "patient": other})
    assert refused(hold, 409, "scheduling.patient-is-linked")
    waiting = await at.desk.http.post("/waitlist", json=at.wait(other))
    assert refused(waiting, 409, "scheduling.patient-is-linked")


async def test_the_survivor_speaks(clinic: Clinic) -> None:
    """A visit on the duplicate can be moved when the record that stays has the consent and the identity."""
    at = await practice(clinic)
    other = await practice_patient(at)
    theirs = await at.booked(NINE, patient=other)
    await done(await at.desk.http.post(f"/patients/{other}/consents/withdraw", json={"kind": "telehealth"}))
    apart = await at.act(theirs, "reschedule", {"starts_at": TEN.isoformat()})
    assert refused(apart, 409, "scheduling.telehealth-consent-missing")
    await linked(at, other, at.patient)
    assert (await at.act(theirs, "reschedule", {"starts_at": TEN.isoformat()})).status_code == 200


async def test_the_survivor_speaks_at_check_in(clinic: Clinic, clock: SetClock) -> None:
    """A visit on the duplicate begins when the record that stays has the consent and the identity."""
    at = await practice(clinic)
    other = await practice_patient(at)
    theirs = await at.booked(NINE, patient=other)
    await done(await at.desk.http.post(f"/patients/{other}/consents/withdraw", json={"kind": "telehealth"}))
    clock.at, attested = NINE, {"place": HOME, "whereabouts": WHEREABOUTS}
    apart = await at.act(theirs, "check-in", attested)
    assert refused(apart, 409, "scheduling.telehealth-consent-missing")
    await linked(at, other, at.patient)
    assert (await at.act(theirs, "check-in", attested)).status_code == 200


async def test_visits_that_meet_are_reported_and_stand(clinic: Clinic) -> None:
    """Linking names the visits at which the person would have to be twice, and moves neither."""
    at = await practice(clinic)
    second = replace(at, provider=await provider_of(clinic))
    other = await practice_patient(at)
    hers, theirs = await at.booked(NINE), await second.booked(NINE, patient=other)
    _, overlapping = await linked(at, other, at.patient)
    assert set(overlapping) == {hers, theirs}
    assert [await at.status(one) for one in (hers, theirs)] == ["booked", "booked"]


async def test_a_list_of_series_is_of_a_person(clinic: Clinic) -> None:
    """While two records are linked either lists the series of both."""
    at = await practice(clinic)
    other = await practice_patient(at)
    series = await at.series_booked()
    await linked(at, other, at.patient)
    for record in (other, at.patient):
        page = await done(await at.desk.http.get("/series", params={"patient": record}))
        assert [item["id"] for item in page["items"]] == [series]


async def seen_from(at: Practice, record: str) -> dict[str, Any]:
    """Ask for whom nine is: whether it is offered, and whether it is said to be bookable."""
    asked = {"visit_type": "follow-up-video", "jurisdiction": "US-NY", "zone": "America/New_York", "patient": record}
    explained = await at.desk.http.get(
        f"/providers/{at.provider}/slot-explanation", params=asked | {"starts_at": NINE.isoformat()}
    )
    told = await done(explained)
    return {
        "offered": "2030-05-15T13:00:00Z" in await at.slots(patient=record, provider=at.provider),
        "bookable": told["bookable"],
        "because": [hindrance["code"] for hindrance in told["hindrances"]],
    }


async def test_nobody_is_offered_their_own_time(clinic: Clinic) -> None:
    """What one record has booked is offered to the other neither in a search nor instead, and the reason is told."""
    at = await practice(clinic)
    second = replace(at, provider=await provider_of(clinic))
    other = await practice_patient(at)
    await second.booked(NINE, patient=other)
    apart = await seen_from(at, at.patient)
    assert apart == {"offered": True, "bookable": True, "because": []}
    await linked(at, other, at.patient)
    hers, theirs = await seen_from(at, at.patient), await seen_from(at, other)
    assert hers == {"offered": False, "bookable": False, "because": ["scheduling.patient-taken"]}
    assert (theirs["offered"], theirs["because"][0]) == (False, "scheduling.patient-is-linked")
    instead = (await at.book(NINE + timedelta(minutes=15))).json()
    assert instead["code"] == "scheduling.patient-taken"
    assert instead["next_free"][0]["starts_at"] == "2030-05-15T13:30:00Z"


async def test_nobody_waiting_is_offered_their_own_time(clinic: Clinic) -> None:
    """Whoever waits on one record is not offered a time at which the other has a visit."""
    at = await practice(clinic)
    second = replace(at, provider=await provider_of(clinic))
    other = await practice_patient(at)
    await second.booked(NINE, patient=other)
    waiting = await at.waits(providers=[at.provider])
    await linked(at, other, at.patient)
    offer = {"provider": at.provider, "starts_at": NINE.isoformat()}
    refusal = await at.desk.http.post(f"/waitlist/{waiting}/offer", json=offer)
    assert refused(refusal, 409, "scheduling.patient-taken")


async def test_an_account_reaches_its_person(stack: Stack, clinic: Clinic) -> None:
    """Who signs in to the duplicate reaches both records' visits while they are linked, and books for the other."""
    at = await practice(clinic)
    other = await practice_patient(at)
    hers, theirs = await at.booked(NINE), await at.booked(TEN, patient=other)
    herself = await stack.admit(actor(clinic.id, Role.PATIENT, patient=PatientId(UUID(other))))
    refused(await herself.http.get(f"/appointments/{hers}"), 404, "request.not-found")
    link, _ = await linked(at, other, at.patient)
    page = await done(await herself.http.get("/appointments"))
    assert [item["id"] for item in page["items"]] == [hers, theirs]
    assert (await herself.http.get(f"/appointments/{hers}")).status_code == 200
    assert (await herself.http.get(f"/patients/{at.patient}")).status_code == 200
    assert (await herself.http.post("/appointments", json=at.booking(ELEVEN))).status_code == 201
    assert (await herself.http.post(f"/appointments/{hers}/cancel", json={})).status_code == 200
    await done(await at.desk.http.post(f"/patient-links/{link}/unlink", json={}))
    refused(await herself.http.get(f"/appointments/{hers}"), 404, "request.not-found")
