"""Crowds over HTTP: every kind of claim at once, over providers and rooms, and nothing deadlocks."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import httpx

from infrastructure.postgres.connection import clinic_transaction
from integration.clock import SetClock
from integration.http.scheduling.practice import HOME, NINE, Practice, done, patient_of, provider_of
from integration.stack import Stack

HALF = timedelta(minutes=30)
PROVIDERS, PATIENTS = 4, 12

_DOUBLE = """
select count(*) from reservation a join reservation b
    on b.clinic_id = a.clinic_id and b.resource_id = a.resource_id and b.owner_id > a.owner_id
   and b.starts_at < a.ends_at and a.starts_at < b.ends_at
 where a.clinic_id = $1
"""


async def _double(stack: Stack, at: Practice) -> int:
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, at.clinic.id) as connection:
        found: int = await connection.fetchval(_DOUBLE, at.clinic.id)
        return found


async def test_one_room_and_many_providers(stack: Stack, at: Practice) -> None:
    """Everybody wants the only room at one of two times: two are examined, nobody waits for ever."""
    providers = [at.provider, *[await provider_of(at.clinic) for _ in range(PROVIDERS - 1)]]
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(PATIENTS)]
    visit = {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}

    def wish(number: int) -> dict[str, Any]:
        starts_at = (NINE + HALF * (number % 2)).isoformat()
        return visit | {"provider": providers[number % PROVIDERS], "starts_at": starts_at}

    answers = await asyncio.gather(
        *(at.book(patient=patient, visit=wish(number), whereabouts=None) for number, patient in enumerate(patients))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: PATIENTS - 2}
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes <= {"scheduling.room-taken", "scheduling.provider-taken"}
    assert await _double(stack, at) == 0


async def test_bookings_holds_and_moves_together(stack: Stack, at: Practice) -> None:
    """Four slots, a dozen patients, three ways to want one: each slot has one winner."""
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(PATIENTS)]
    parked = [await at.booked(NINE + HALF * (6 + number), patient=patients[number]) for number in range(4)]

    async def want(number: int, patient: str) -> httpx.Response:
        starts_at = NINE + HALF * (number % 4)
        if number < len(parked):
            return await at.act(parked[number], "reschedule", {"starts_at": starts_at.isoformat()})
        if number % 2:
            return await at.book(starts_at, patient=patient)
        held = {"visit": at.booking(starts_at)["visit"], "patient": patient}
        answer = await at.desk.http.post("/holds", json=held)
        return await at.book(starts_at, patient=patient, hold=answer.json()["id"]) if answer.is_success else answer

    answers = await asyncio.gather(*(want(number, patient) for number, patient in enumerate(patients)))
    assert Counter(answer.is_success for answer in answers) == {True: 4, False: PATIENTS - 4}
    assert {answer.status_code for answer in answers if not answer.is_success} == {409}
    assert await _double(stack, at) == 0


async def test_series_and_bookings_together(stack: Stack, at: Practice) -> None:
    """Six series, moves of two others and single bookings want the same mornings: no time is given twice."""
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(PATIENTS)]
    daily = {"rule": {"repeats": "daily"}, "count": 5}
    parked = [
        await done(await at.book_series(at.series(**daily, at="15:00") | {"patient": patients[0]})),
        await done(await at.book_series(at.series(**daily, at="16:00") | {"patient": patients[1]})),
    ]

    async def want(number: int, patient: str) -> httpx.Response:
        if number < len(parked):
            first = {"appointment": parked[number]["occurrences"][0]["appointment"], "at": "11:00"}
            return await at.desk.http.post(f"/series/{parked[number]['id']}/change-following", json=first)
        if number % 2:
            return await at.book(NINE + timedelta(days=7 + number % 4, hours=2), patient=patient)
        reading = "11:00" if number % 4 else "11:15"
        return await at.book_series(at.series(**daily, at=reading) | {"patient": patient, "on_conflict": "skip"})

    answers = await asyncio.gather(*(want(number, patient) for number, patient in enumerate(patients)))
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert any(answer.is_success for answer in answers)
    assert await _double(stack, at) == 0


async def test_a_lapsed_hold_is_fought_over(stack: Stack, at: Practice, clock: SetClock) -> None:
    """When a hold runs out many may come for its slot; one gets it."""
    await done(await at.desk.http.post("/holds", json={"visit": at.booking()["visit"], "patient": at.patient}))
    clock.advance(timedelta(minutes=10))
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(PATIENTS)]
    answers = await asyncio.gather(*(at.book(patient=patient) for patient in patients))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: PATIENTS - 1}
    assert await _double(stack, at) == 0


async def test_one_hold_is_used_once(at: Practice) -> None:
    """Of many bookings that bring the same hold, one uses it."""
    held = {"visit": at.booking()["visit"], "patient": at.patient}
    hold = (await done(await at.desk.http.post("/holds", json=held)))["id"]
    answers = await asyncio.gather(*(at.book(hold=hold) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes <= {"scheduling.hold-ended", "scheduling.provider-taken"}
