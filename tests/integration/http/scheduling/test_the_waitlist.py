"""Waiting for a visit, being offered a slot, and what becomes of the offer, through HTTP on real PostgreSQL."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.scheduling.practice import NINE, WHEREABOUTS, Practice, done, patient_of
from integration.people import Person
from integration.stack import Stack

TEN = NINE + timedelta(hours=1)
NINE_TO_HALF_PAST = {"starts_at": "2030-05-15T13:00:00Z", "ends_at": "2030-05-15T13:30:00Z"}
OFFER = timedelta(hours=1)
"""How long a patient has to answer, unless the clinic says otherwise."""


async def act(who: Person, entry: str, verb: str, body: dict[str, Any] | None = None) -> httpx.Response:
    """Do something with a wait."""
    return await who.http.post(f"/waitlist/{entry}/{verb}", json=body or {})


async def offered(at: Practice, entry: str) -> dict[str, Any]:
    """Offer nine o'clock to a patient who waits."""
    return await done(await act(at.desk, entry, "offer", {"provider": at.provider, "starts_at": NINE.isoformat()}))


async def shown(at: Practice, entry: str) -> dict[str, Any]:
    """Read a wait as the front desk."""
    return await done(await at.desk.http.get(f"/waitlist/{entry}"))


async def line(who: Person, **params: Any) -> list[tuple[str, int | None]]:
    """List who waits, with their places in line."""
    page = await done(await who.http.get("/waitlist", params=params))
    return [(one["entry"]["id"], one["position"]) for one in page["items"]]


def refused(answer: httpx.Response, code: str) -> dict[str, Any]:
    """See that a rule said no, and give the problem."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (409, code), answer.text
    return problem


@pytest.fixture
async def mia(stack: Stack, at: Practice) -> Person:
    """Sign the practice's patient in."""
    return await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))


async def test_a_wait_is_read_back(at: Practice) -> None:
    """What was said is what is read, and in FHIR's words it is an appointment on the waitlist."""
    entry = await at.waits(day_parts=["morning"], providers=[at.provider])
    view = await shown(at, entry)
    assert (view["status"], view["appointment_status"], view["provider"]) == ("waiting", "waitlist", at.provider)
    assert (view["day_parts"], view["providers"]) == (["morning"], [at.provider])
    assert view["whereabouts"] == WHEREABOUTS
    now = await done(await at.desk.http.get(f"/waitlist/{entry}", params={"as_of": view["updated_at"]}))
    assert now == view


async def test_waiting_twice_is_refused(at: Practice) -> None:
    """A patient waits once for a kind of visit, and again when that wait is over."""
    entry = await at.waits()
    again = await at.desk.http.post("/waitlist", json=at.wait())
    assert refused(again, "scheduling.already-waiting")["entry"] == entry
    await at.waits(visit_type="examination")
    await done(await act(at.desk, entry, "leave"))
    await at.waits()


async def test_two_join_at_once(at: Practice) -> None:
    """However many requests come at once, one wait begins."""
    answers = await asyncio.gather(*(at.desk.http.post("/waitlist", json=at.wait()) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}


async def test_an_unknown_provider_is_not_waited_for(at: Practice) -> None:
    """Whom the patient would see must be somebody of this clinic."""
    nobody = "0b9f2c1d-5a53-4c1e-8f0e-6a4f0d9b1131"
    assert (await at.desk.http.post("/waitlist", json=at.wait(providers=[nobody]))).status_code == 404


async def test_an_offer_keeps_the_slot(at: Practice) -> None:
    """Nobody else gets the slot while the patient may answer."""
    entry = await at.waits()
    until = (await offered(at, entry))["until"]
    refused(await at.book(patient=await patient_of(at.clinic, "Noah")), "scheduling.provider-taken")
    view = await shown(at, entry)
    assert (view["status"], view["appointment_status"], view["offer_until"]) == ("offered", "proposed", until)
    assert view["offer"]["starts_at"] == "2030-05-15T13:00:00Z"
    refused(
        await act(at.desk, entry, "offer", {"provider": at.provider, "starts_at": TEN.isoformat()}),
        "scheduling.offered-already",
    )


async def test_accepting_books(at: Practice, mia: Person) -> None:
    """The patient takes the slot with one word: booked with what they said when they joined, and the wait is over."""
    entry = await at.waits()
    await offered(at, entry)
    receipt = await done(await act(mia, entry, "accept"))
    booked = await done(await mia.http.get(f"/appointments/{receipt['appointment']}"))
    assert (booked["status"], booked["starts_at"], booked["whereabouts"]) == (
        "booked",
        "2030-05-15T13:00:00Z",
        WHEREABOUTS,
    )
    view = await shown(at, entry)
    assert (view["status"], view["appointment"], view["offer"]) == ("fulfilled", receipt["appointment"], None)
    assert booked["hold"] is not None


async def test_accepting_where_the_clinic_approves(at: Practice, mia: Person) -> None:
    """An offer is the clinic's word: what is accepted waits for no further answer."""
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": {"approval_required": True}}))
    entry = await at.waits()
    await offered(at, entry)
    appointment = (await done(await act(mia, entry, "accept")))["appointment"]
    assert await at.status(appointment) == "booked"


async def test_a_retry_with_one_key_books_once(at: Practice, mia: Person) -> None:
    """The same key gives the same appointment, byte for byte."""
    entry = await at.waits()
    await offered(at, entry)
    answers = [
        await mia.http.post(f"/waitlist/{entry}/accept", json={}, headers={"Idempotency-Key": "yes"}) for _ in range(2)
    ]
    assert answers[0].content == answers[1].content


async def test_accepting_twice_at_once(at: Practice, mia: Person) -> None:
    """Of two who say yes at once one books; the other is told that the wait is over."""
    entry = await at.waits()
    await offered(at, entry)
    answers = await asyncio.gather(act(mia, entry, "accept"), act(at.desk, entry, "accept"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused(next(answer for answer in answers if answer.status_code == 409), "scheduling.no-longer-waiting")
    page = await done(await at.desk.http.get("/appointments", params={"patient": at.patient}))
    assert len(page["items"]) == 1


async def test_passing_gives_the_slot_back(at: Practice, mia: Person) -> None:
    """Who does not want it waits on, and others can have it at once."""
    entry = await at.waits()
    await offered(at, entry)
    await done(await act(mia, entry, "pass"))
    view = await shown(at, entry)
    assert (view["status"], view["let_go"]) == (
        "waiting",
        [{"provider": at.provider, "span": NINE_TO_HALF_PAST}],
    )
    refused(await act(mia, entry, "accept"), "scheduling.no-offer-runs")
    await at.booked(patient=await patient_of(at.clinic, "Noah"))


async def test_accepting_too_late(at: Practice, mia: Person, clock: SetClock) -> None:
    """From its last moment on nobody can accept, and the slot is anybody's."""
    entry = await at.waits()
    await offered(at, entry)
    clock.advance(OFFER)
    refused(await act(mia, entry, "accept"), "scheduling.no-offer-runs")
    await at.booked(patient=await patient_of(at.clinic, "Noah"))


async def test_leaving_with_an_offer(at: Practice, mia: Person) -> None:
    """Who leaves while a slot is on offer gives it back."""
    entry = await at.waits()
    await offered(at, entry)
    await done(await act(mia, entry, "leave"))
    view = await shown(at, entry)
    assert (view["status"], view["appointment_status"], view["left_by"]) == ("left", "cancelled", "patient")
    await at.booked(patient=await patient_of(at.clinic, "Noah"))


async def test_eligibility_is_asked_again_when_it_is_offered(at: Practice) -> None:
    """Who took back their consent since they joined is not offered a video visit."""
    entry = await at.waits()
    await done(await at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"}))
    offer = await act(at.desk, entry, "offer", {"provider": at.provider, "starts_at": NINE.isoformat()})
    refused(offer, "scheduling.telehealth-consent-missing")


async def test_eligibility_is_asked_again_when_it_is_accepted(at: Practice, mia: Person) -> None:
    """Consent taken back, or hours called off, between offer and answer: the answer is no, and nothing is booked."""
    entry = await at.waits()
    await offered(at, entry)
    off = {"first_day": "2030-05-15", "last_day": "2030-05-15"}
    away = await done(await at.desk.http.post(f"/providers/{at.provider}/availability/time-off", json=off))
    refused(await act(mia, entry, "accept"), "scheduling.provider-away")
    back = f"/providers/{at.provider}/availability/exceptions/{away['exception']}/remove"
    await done(await at.desk.http.post(back, json={}))
    await done(await at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"}))
    refused(await act(mia, entry, "accept"), "scheduling.telehealth-consent-missing")
    assert (await shown(at, entry))["status"] == "offered"


async def test_a_slot_that_was_offered_and_taken_back(at: Practice, mia: Person) -> None:
    """Where the clinic gave the slot away meanwhile, it cannot be accepted; passing sets the wait free again."""
    entry = await at.waits()
    await offered(at, entry)
    hold = (await shown(at, entry))["offer"]["hold"]
    await done(await at.desk.http.post(f"/holds/{hold}/release", json={}))
    await at.booked(patient=await patient_of(at.clinic, "Noah"))
    refused(await act(mia, entry, "accept"), "scheduling.provider-taken")
    await done(await act(mia, entry, "pass"))
    assert (await shown(at, entry))["status"] == "waiting"


async def test_the_line(at: Practice, clock: SetClock) -> None:
    """Who is urgent stands first, then who joined first; a filter narrows the list and not the places."""
    entries = []
    for given in ("Ann", "Ben", "Cleo"):
        entries.append(await at.waits(await patient_of(at.clinic, given)))
        clock.advance(timedelta(minutes=1))
    ann, ben, cleo = entries
    assert await line(at.desk) == [(ann, 1), (ben, 2), (cleo, 3)]
    await done(await act(at.desk, cleo, "urgency", {"urgency": "urgent"}))
    assert await line(at.desk, visit_type="follow-up-video") == [(cleo, 1), (ann, 2), (ben, 3)]
    patient = (await shown(at, ben))["patient"]
    assert await line(at.desk, patient=patient) == [(ben, 3)]
    await done(await act(at.desk, ann, "leave"))
    assert await line(at.desk) == [(cleo, 1), (ben, 2)]
    assert await line(at.desk, status="left") == [(ann, None)]


async def test_the_line_in_pages(at: Practice, clock: SetClock) -> None:
    """Pages follow each other in the order of the line, without gap or double."""
    entries = []
    for number in range(3):
        entries.append(await at.waits(await patient_of(at.clinic, f"Guest{number}")))
        clock.advance(timedelta(minutes=1))
    await done(await act(at.desk, entries[2], "urgency", {"urgency": "urgent"}))
    seen, after = [], None
    while True:
        params = {"limit": 1} | ({"after": after} if after else {})
        page = await done(await at.desk.http.get("/waitlist", params=params))
        seen += [(one["entry"]["id"], one["position"]) for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [(entries[2], 1), (entries[0], 2), (entries[1], 3)]


async def test_a_patient_sees_their_own(at: Practice, stack: Stack, mia: Person) -> None:
    """With their place in line, which counts others without naming them."""
    noah = await patient_of(at.clinic, "Noah")
    others, own = await at.waits(noah), await at.waits()
    assert [entry for entry, _ in await line(mia)] == [own]
    assert (await mia.http.get(f"/waitlist/{others}")).status_code == 404
    for verb in ("leave", "accept", "pass"):
        assert (await act(mia, others, verb)).status_code == 404
    assert (await mia.http.post("/waitlist", json=at.wait(noah))).status_code == 404
    adler = await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))
    assert await line(adler) == []


async def test_a_clinician_looks_after_their_own(at: Practice, stack: Stack) -> None:
    """Waits for one provider alone are that provider's to see, to offer and to end."""
    adler = await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))
    own = await at.waits(providers=[at.provider])
    anybodys = await at.waits(await patient_of(at.clinic, "Noah"))
    assert [entry for entry, _ in await line(adler)] == [own]
    nine = {"provider": at.provider, "starts_at": NINE.isoformat()}
    await done(await act(adler, own, "offer", nine))
    assert (await act(adler, anybodys, "offer", nine)).status_code == 404


async def test_a_patient_does_not_say_how_urgent_it_is(at: Practice, mia: Person) -> None:
    """They may not join as urgent, and not become so by themselves."""
    refused(
        await mia.http.post("/waitlist", json=at.wait() | {"urgency": "urgent"}), "scheduling.only-clinic-sets-urgency"
    )
    entry = (await done(await mia.http.post("/waitlist", json=at.wait())))["id"]
    assert (await act(mia, entry, "urgency", {"urgency": "urgent"})).status_code == 403
