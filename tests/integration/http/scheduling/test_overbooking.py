"""Deliberate overbooking over HTTP: who may, what is kept and shown, and a crowd on top of one visit."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from infrastructure.postgres.connection import Pool, clinic_transaction
from integration.contracts.trail import trail
from integration.http.scheduling.practice import NINE, Practice, done, patient_of
from integration.people import Person
from integration.stack import Stack

HALF = timedelta(minutes=30)
WHY = "She can come at no other time this week."
CROWD = 20

_LANES = """
select array_agg(lane order by lane) from reservation
 where clinic_id = $1 and resource_id = $2 and kind = 'provider' and starts_at = $3
"""
_IN_ONE_LANE = """
select count(*) from reservation a join reservation b
    on b.clinic_id = a.clinic_id and b.resource_id = a.resource_id and b.lane = a.lane and b.owner_id > a.owner_id
   and b.starts_at < a.ends_at and a.starts_at < b.ends_at
 where a.clinic_id = $1
"""
_SAID = "select data, sealed from event where clinic_id = $1 and stream_id = $2"


async def overbook(at: Practice, by: Person | None = None, **other: Any) -> httpx.Response:
    """Put a patient on top of what is there at nine."""
    http = (by or at.desk).http
    return await http.post("/appointments/overbook", json=at.booking(**other) | {"because": WHY})


async def crowded(at: Practice) -> tuple[str, str]:
    """Have somebody at nine, put Mia on top, and give both appointments."""
    beneath = await at.booked(patient=await patient_of(at.clinic, "Noah"))
    return beneath, (await done(await overbook(at)))["id"]


async def test_a_crowd_gets_a_lane_each(stack: Stack, at: Practice) -> None:
    """Twenty at once on top of one visit, where the clinic allows that many: each has a lane, and none is shared."""
    assert stack.pool is not None
    policy = {"policy": {"overbookings_at_once": CROWD}}
    await done(await at.clinic.owner.http.post("/booking-policy", json=policy))
    await at.booked()
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(CROWD)]
    answers = await asyncio.gather(*(overbook(at, patient=patient) for patient in patients))
    assert Counter(answer.status_code for answer in answers) == {201: CROWD}
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        lanes = await connection.fetchval(_LANES, at.clinic.id, UUID(at.provider), NINE)
        shared = await connection.fetchval(_IN_ONE_LANE, at.clinic.id)
    assert (lanes, shared) == (list(range(CROWD + 1)), 0)
    late = await overbook(at, patient=await patient_of(at.clinic, "Late"))
    assert (late.status_code, late.json()["code"]) == (409, "scheduling.overbooked-enough")
    assert late.json()["overbookings_at_once"] == CROWD


async def test_a_crowd_of_one_patient(at: Practice) -> None:
    """However often one patient is put on top at once, the patient is there once."""
    policy = {"policy": {"overbookings_at_once": CROWD}}
    await done(await at.clinic.owner.http.post("/booking-policy", json=policy))
    await at.booked(patient=await patient_of(at.clinic, "Noah"))
    answers = await asyncio.gather(*(overbook(at) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    assert {answer.json()["code"] for answer in answers if answer.is_client_error} == {"scheduling.patient-taken"}


async def test_it_says_that_it_is_one(at: Practice) -> None:
    """Read, it tells that it was overbooked and why; moved to a time of its own, it no longer is."""
    beneath, mias = await crowded(at)
    read = [await done(await at.clinic.owner.http.get(f"/appointments/{one}")) for one in (beneath, mias)]
    assert [(one["overbooked"], one["overbooked_because"]) for one in read] == [(False, None), (True, WHY)]
    await done(await at.act(mias, "reschedule", {"starts_at": (NINE + HALF).isoformat()}))
    moved = await done(await at.clinic.owner.http.get(f"/appointments/{mias}"))
    assert (moved["overbooked"], moved["overbooked_because"]) == (False, None)


async def test_slots_are_as_before(at: Practice) -> None:
    """Nine o'clock is taken while either visit stands, to the search and to a booking alike."""
    beneath, mias = await crowded(at)
    noah = await patient_of(at.clinic, "Noel")
    for cancelled in (beneath, mias):
        assert (await at.slots(provider=at.provider))[0] == "2030-05-15T13:30:00Z"
        refused = await at.book(patient=noah)
        assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.provider-taken")
        await done(await at.act(cancelled, "cancel"))
    assert (await at.slots(provider=at.provider))[0] == "2030-05-15T13:00:00Z"


async def test_the_visit_beneath_goes_on(at: Practice) -> None:
    """Neither visit stands in the other's way afterwards: each can be cancelled, and moved to a free time."""
    beneath, _ = await crowded(at)
    await done(await at.act(beneath, "reschedule", {"starts_at": (NINE + 2 * HALF).isoformat()}))
    assert await at.status(beneath) == "booked"


@pytest.mark.parametrize("verb", ["patient", "integration", "auditor"])
async def test_who_may_not(at: Practice, verb: str) -> None:
    """Patients and programs put nobody on top of anybody."""
    people = {person.actor.role.value: person for person in at.clinic.people.values()}
    await at.booked(patient=await patient_of(at.clinic, "Noah"))
    assert (await overbook(at, people[verb])).status_code == 403


async def test_why_is_kept_sealed_and_who_is_on_the_trail(stack: Stack, at: Practice, auditor_pool: Pool) -> None:
    """The reason is nowhere in clear; the audit trail tells who overbooked whom, and which stream keeps the reason."""
    assert stack.pool is not None
    _, mias = await crowded(at)
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        (fact,) = await connection.fetch(_SAID, at.clinic.id, UUID(mias))
    assert fact["sealed"] is not None
    assert WHY.encode() not in fact["data"] + fact["sealed"]
    noted = [entry for entry in await trail(stack, at.clinic, auditor_pool) if entry.streams == (UUID(mias),)]
    assert [(entry.operation, entry.outcome, entry.actor) for entry in noted] == [
        ("scheduling.overbook-appointment", "done", at.desk.actor.id)
    ]
    assert noted[0].subjects == {UUID(at.patient)}


async def test_a_reason_is_given(at: Practice) -> None:
    """Nobody overbooks without saying why."""
    for because in (None, "", "   "):
        body = at.booking() | ({"because": because} if because is not None else {})
        answer = await at.desk.http.post("/appointments/overbook", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/because")


async def test_a_retry_overbooks_once(at: Practice) -> None:
    """Under one key the same answer comes again, and nobody is put there twice."""
    await at.booked(patient=await patient_of(at.clinic, "Noah"))
    body, key = at.booking() | {"because": WHY}, {"Idempotency-Key": "once"}
    first, again = [await at.desk.http.post("/appointments/overbook", json=body, headers=key) for _ in range(2)]
    assert (first.status_code, again.content) == (201, first.content)
