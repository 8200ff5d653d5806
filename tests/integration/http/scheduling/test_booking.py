"""Booking, moving and ending visits, through HTTP on real PostgreSQL."""

from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from integration.clock import SetClock
from integration.http.scheduling.practice import HOME, NINE, SITE, WHEREABOUTS, Practice, done, patient_of, provider_of

HALF = timedelta(minutes=30)


async def test_a_visit_is_booked_and_read_back(at: Practice) -> None:
    """What was booked is what is read, down to where the patient will be."""
    appointment = await at.booked(reason="Blood pressure")
    shown = await done(await at.clinic.owner.http.get(f"/appointments/{appointment}"))
    assert (shown["status"], shown["starts_at"], shown["reason"]) == (
        "booked",
        "2030-05-15T13:00:00Z",
        "Blood pressure",
    )
    assert shown["whereabouts"] == WHEREABOUTS


async def test_a_taken_slot_is_refused_with_free_ones(at: Practice) -> None:
    """Who comes second is told which rule stands against it, and the next free slots."""
    await at.booked()
    other = await patient_of(at.clinic, "Noah")
    refused = await at.book(patient=other)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "scheduling.provider-taken")
    assert [slot["starts_at"] for slot in problem["next_free"]] == [
        (NINE + HALF + timedelta(minutes=15 * step)).isoformat().replace("+00:00", "Z") for step in range(5)
    ]


async def test_a_patient_is_not_in_two_visits(at: Practice) -> None:
    """The same patient is refused at another provider at the same time."""
    await at.booked()
    elsewhere = at.booking() | {}
    elsewhere["visit"] = elsewhere["visit"] | {"provider": await provider_of(at.clinic)}
    refused = await at.desk.http.post("/appointments", json=elsewhere)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.patient-taken")


async def test_a_room_serves_one_visit(at: Practice) -> None:
    """Another provider cannot have the same room at the same time."""
    place = {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}, "site": at.site}
    visit = {"visit_type": "examination", "starts_at": NINE.isoformat(), "place": place, "room": at.room}
    first = {"patient": at.patient, "visit": visit | {"provider": at.provider}}
    second = {
        "patient": await patient_of(at.clinic, "Noah"),
        "visit": visit | {"provider": await provider_of(at.clinic)},
    }
    assert (await at.desk.http.post("/appointments", json=first)).status_code == 201
    refused = await at.desk.http.post("/appointments", json=second)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.room-taken")


async def test_a_refusal_tells_how_far_the_visit_has_come(at: Practice) -> None:
    """What is closed stays closed: the problem names its own HTTP status, and beside it the visit's state."""
    appointment = await at.booked()
    await done(await at.act(appointment, "cancel"))
    problem = (await at.act(appointment, "cancel")).json()
    assert (problem["code"], problem["status"], problem["state"]) == (
        "scheduling.appointment-closed",
        409,
        "cancelled",
    )


async def test_moving_is_one_step(at: Practice) -> None:
    """The old time is free and the new one taken at once; onto a taken time it stays where it was."""
    appointment = await at.booked()
    await at.booked(NINE + timedelta(hours=1), patient=await patient_of(at.clinic, "Noah"))
    taken = await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(hours=1)).isoformat()})
    assert taken.status_code == 409
    assert "2030-05-15T13:00:00Z" not in await at.slots()
    moved = await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(hours=2)).isoformat()})
    assert moved.status_code == 200
    free = await at.slots()
    assert "2030-05-15T13:00:00Z" in free
    assert "2030-05-15T15:00:00Z" not in free


async def test_a_move_to_another_place_needs_its_whereabouts(at: Practice) -> None:
    """The emergency address of New York is not taken along to New Jersey."""
    appointment = await at.booked()
    there = {"starts_at": (NINE + timedelta(hours=2)).isoformat(), "place": HOME | {"jurisdiction": "US-NJ"}}
    refused = await at.act(appointment, "reschedule", there)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.whereabouts-not-stated")
    stated = await at.act(appointment, "reschedule", there | {"whereabouts": WHEREABOUTS})
    assert (stated.status_code, stated.json()["code"]) == (409, "scheduling.not-authorized-there")


async def test_a_cancelled_visit_frees_its_time(at: Practice) -> None:
    """Its slot is offered again, and nobody cancels twice."""
    appointment = await at.booked()
    assert "2030-05-15T13:00:00Z" not in await at.slots()
    assert (await at.act(appointment, "cancel", {"reason": "Feeling well"})).status_code == 200
    assert "2030-05-15T13:00:00Z" in await at.slots()
    assert (await at.act(appointment, "cancel")).json()["code"] == "scheduling.appointment-closed"


@pytest.mark.parametrize("end", ["cancelled", "fulfilled", "missed"])
async def test_what_is_over_is_not_moved(at: Practice, clock: SetClock, end: str) -> None:
    """Onto a taken time too, a closed appointment is refused because it is closed, and no other time is offered."""
    appointment = await at.booked()
    ten = NINE + 2 * HALF
    await at.booked(ten, patient=await patient_of(at.clinic, "Noah"))
    if end == "cancelled":
        await done(await at.act(appointment, "cancel"))
    elif end == "fulfilled":
        clock.at = NINE
        await done(await at.act(appointment, "check-in", {"place": HOME, "whereabouts": WHEREABOUTS}))
        await done(await at.act(appointment, "fulfil"))
    else:
        clock.at = ten
        await done(await at.act(appointment, "mark-no-show"))
    refused = await at.act(appointment, "reschedule", {"starts_at": ten.isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.appointment-closed")
    assert "next_free" not in refused.json()


async def test_a_hold_keeps_a_slot_until_it_is_used(at: Practice) -> None:
    """Others are refused while it is held; who holds it books it."""
    held = await at.desk.http.post("/holds", json={"visit": at.booking()["visit"], "patient": at.patient})
    hold = (await done(held))["id"]
    other = await patient_of(at.clinic, "Noah")
    assert (await at.book(patient=other)).status_code == 409
    assert (await at.book(hold=hold)).status_code == 201
    assert (await done(await at.desk.http.get(f"/holds/{hold}")))["status"] == "used"


async def test_a_hold_runs_out(at: Practice, clock: SetClock) -> None:
    """After its time the slot is free for others, and the hold cannot be used."""
    held = await at.desk.http.post("/holds", json={"visit": at.booking()["visit"], "patient": at.patient})
    hold = (await done(held))["id"]
    clock.advance(timedelta(minutes=11))
    other = await patient_of(at.clinic, "Noah")
    assert (await at.book(patient=other)).status_code == 201
    late = await at.book(NINE, hold=hold)
    assert late.status_code == 409


async def test_no_video_without_consent(at: Practice) -> None:
    """A patient who took back the consent to telehealth is not booked for a video visit."""
    await done(await at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"}))
    refused = await at.book()
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.telehealth-consent-missing")


async def test_only_where_the_provider_may_practise(at: Practice) -> None:
    """A patient who will be in California is not booked with a provider licensed in New York alone."""
    visit = at.booking()["visit"] | {"place": HOME | {"jurisdiction": "US-CA"}}
    refused = await at.book(visit=visit)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.not-authorized-there")
    assert await at.slots(jurisdiction="US-CA") == []


async def test_a_visit_from_arrival_to_its_end(at: Practice, clock: SetClock) -> None:
    """Arrived, checked in where the patient says they are, fulfilled."""
    appointment = await at.booked()
    clock.at = NINE - timedelta(minutes=10)
    assert (await at.act(appointment, "arrive")).status_code == 200
    assert await at.status(appointment) == "arrived"
    attested = {"place": HOME, "whereabouts": WHEREABOUTS}
    assert (await at.act(appointment, "check-in", attested)).status_code == 200
    assert (await at.act(appointment, "fulfil")).status_code == 200
    assert await at.status(appointment) == "fulfilled"


async def test_where_the_patient_is_counts_at_check_in(at: Practice, clock: SetClock) -> None:
    """A patient who turns up from another state cannot be seen there."""
    appointment = await at.booked()
    clock.at = NINE - timedelta(minutes=5)
    elsewhere = {"place": HOME | {"jurisdiction": "US-CA"}, "whereabouts": WHEREABOUTS}
    refused = await at.act(appointment, "check-in", elsewhere)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.not-authorized-there")


async def test_consent_counts_at_check_in(at: Practice, clock: SetClock) -> None:
    """A consent withdrawn since the booking stops the visit; the front desk notes a new one and goes on."""
    appointment, consents = await at.booked(), f"/patients/{at.patient}/consents"
    await done(await at.desk.http.post(f"{consents}/withdraw", json={"kind": "telehealth"}))
    clock.at = NINE - timedelta(minutes=5)
    attested = {"place": HOME, "whereabouts": WHEREABOUTS}
    refused = await at.act(appointment, "check-in", attested)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.telehealth-consent-missing")
    await done(await at.desk.http.post(consents, json={"kind": "telehealth", "text_version": "2030-02"}))
    assert (await at.act(appointment, "check-in", attested)).status_code == 200


async def test_a_visit_in_person_begins_at_its_own_site(at: Practice, clock: SetClock) -> None:
    """Who turns up at the clinic's other site is told which one the visit is booked for."""
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}}
    appointment = await at.booked(visit=visit)
    uptown = SITE | {"name": "Uptown"}
    other = (await done(await at.clinic.owner.http.post("/clinic/sites", json=uptown)))["site"]
    clock.at = NINE
    refused = await at.act(appointment, "check-in", {"place": HOME | {"site": other}})
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["site"]) == (409, "scheduling.another-site", at.site)
    assert (await at.act(appointment, "check-in", {"place": HOME | {"site": at.site}})).status_code == 200


async def test_a_no_show_only_after_the_grace(at: Practice, clock: SetClock) -> None:
    """Nobody is a no-show before the grace period has passed."""
    appointment = await at.booked()
    clock.at = NINE + timedelta(minutes=14)
    assert (await at.act(appointment, "mark-no-show")).json()["code"] == "scheduling.grace-not-over"
    clock.at = NINE + timedelta(minutes=15)
    assert (await at.act(appointment, "mark-no-show")).status_code == 200


async def test_a_request_waits_for_the_clinic(at: Practice) -> None:
    """Asked for it is pending; approved it is booked; declined it is off and its time free."""
    asked = await at.desk.http.post("/appointments/request", json=at.booking())
    first = (await done(asked))["id"]
    assert await at.status(first) == "pending"
    assert (await at.act(first, "approve")).status_code == 200
    assert await at.status(first) == "booked"
    again = at.booking(NINE + timedelta(hours=1))
    second = (await done(await at.desk.http.post("/appointments/request", json=again)))["id"]
    assert (await at.act(second, "decline", {"reason": "A referral is needed"})).status_code == 200
    assert "2030-05-15T14:00:00Z" in await at.slots()


async def test_a_request_is_approved_only_for_who_still_consents(at: Practice) -> None:
    """Consent that was taken back since the request stands against it; given anew, the request is approved."""
    asked = (await done(await at.desk.http.post("/appointments/request", json=at.booking())))["id"]
    consents = f"/patients/{at.patient}/consents"
    await done(await at.desk.http.post(f"{consents}/withdraw", json={"kind": "telehealth"}))
    refused = await at.act(asked, "approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.telehealth-consent-missing")
    assert await at.status(asked) == "pending"
    await done(await at.desk.http.post(consents, json={"kind": "telehealth", "text_version": "2030-01"}))
    assert (await at.act(asked, "approve")).status_code == 200


async def test_a_request_is_approved_only_where_the_provider_still_may_practise(at: Practice) -> None:
    """A licence that was revoked since the request stands against it."""
    asked = (await done(await at.desk.http.post("/appointments/request", json=at.booking())))["id"]
    owner, provider = at.clinic.owner.http, f"/providers/{at.provider}"
    (held,) = (await done(await owner.get(provider)))["authorities"]
    await done(await owner.post(f"{provider}/authorities/{held['id']}/revoke", json={"on": "2030-05-15"}))
    refused = await at.act(asked, "approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.not-authorized-there")


async def test_as_of_shows_the_past_byte_for_byte(at: Practice, clock: SetClock) -> None:
    """As of now equals the plain read; as of before the move it is where it was."""
    appointment = await at.booked()
    before = clock.at
    clock.advance(timedelta(minutes=1))
    await done(await at.act(appointment, "reschedule", {"starts_at": (NINE + timedelta(hours=2)).isoformat()}))
    path = f"/appointments/{appointment}"
    plain = await at.desk.http.get(path)
    assert (await at.desk.http.get(path, params={"as_of": clock.at.isoformat()})).content == plain.content
    past = await done(await at.desk.http.get(path, params={"as_of": before.isoformat()}))
    assert past["starts_at"] == "2030-05-15T13:00:00Z"


async def test_a_holds_past_is_shown_byte_for_byte(at: Practice, clock: SetClock) -> None:
    """As of now equals the plain read; as of before its release it runs as it ran then; before that it is unknown."""
    held = {"visit": at.booking()["visit"], "patient": at.patient}
    path = f"/holds/{(await done(await at.desk.http.post('/holds', json=held)))['id']}"
    placed, running = clock.at, await at.desk.http.get(path)
    clock.advance(timedelta(minutes=1))
    await done(await at.desk.http.post(f"{path}/release"))
    released = await at.desk.http.get(path)

    async def shown(as_of: datetime) -> httpx.Response:
        return await at.desk.http.get(path, params={"as_of": as_of.isoformat()})

    assert released.json()["status"] == "released"
    assert (await shown(clock.at)).content == released.content
    assert (await shown(placed)).content == running.content
    assert (await shown(placed - timedelta(minutes=1))).status_code == 404


async def test_unknown_things_are_unknown(at: Practice) -> None:
    """A patient or provider that the clinic does not have is 404."""
    assert (await at.book(patient=str(uuid4()))).status_code == 404
    visit = at.booking()["visit"] | {"provider": str(uuid4())}
    assert (await at.book(visit=visit)).status_code in (404, 409)
