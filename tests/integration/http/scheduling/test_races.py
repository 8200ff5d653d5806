"""Many want the same; one gets it. Concurrent requests over real PostgreSQL."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.http.scheduling.practice import HOME, NINE, WHEREABOUTS, Practice, done, patient_of
from integration.stack import Stack

SOON = 0.1
"""Seconds within which somebody who need not wait is answered."""


async def test_fifty_want_one_slot(at: Practice) -> None:
    """One is booked; everybody else is told that the provider is taken."""
    patients = [await patient_of(at.clinic, f"Guest{number}") for number in range(50)]
    answers = await asyncio.gather(*(at.book(patient=patient) for patient in patients))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 49}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"scheduling.provider-taken"}


async def test_a_booking_and_a_move_want_one_slot(at: Practice) -> None:
    """Whoever wins, nothing is booked twice and the loser keeps what they had."""
    appointment = await at.booked()
    other = await patient_of(at.clinic, "Noah")
    at_eleven = NINE + timedelta(hours=2)
    moved, booked = await asyncio.gather(
        at.act(appointment, "reschedule", {"starts_at": at_eleven.isoformat()}), at.book(at_eleven, patient=other)
    )
    assert sorted((moved.status_code < 300, booked.status_code < 300)) == [False, True]
    shown = await done(await at.desk.http.get(f"/appointments/{appointment}"))
    assert shown["starts_at"] == ("2030-05-15T15:00:00Z" if moved.status_code == 200 else "2030-05-15T13:00:00Z")


async def test_two_moves_that_cross(at: Practice) -> None:
    """Two appointments that want each other's time both stay; neither waits for the other for ever."""
    first = await at.booked()
    second = await at.booked(NINE + timedelta(hours=1), patient=await patient_of(at.clinic, "Noah"))
    answers = await asyncio.gather(
        at.act(first, "reschedule", {"starts_at": (NINE + timedelta(hours=1)).isoformat()}),
        at.act(second, "reschedule", {"starts_at": NINE.isoformat()}),
    )
    assert [answer.status_code for answer in answers] == [409, 409]


async def test_a_consent_taken_back_while_booking(at: Practice) -> None:
    """The withdrawal comes before or after the booking, never in its middle."""
    withdraw = at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"})
    booked, withdrawn = await asyncio.gather(at.book(), withdraw)
    assert withdrawn.status_code == 200
    assert booked.status_code == 201 or booked.json()["code"] == "scheduling.telehealth-consent-missing"


async def test_a_consent_taken_back_while_approving(at: Practice) -> None:
    """The withdrawal comes before or after the clinic's yes, never in its middle."""
    asked = (await done(await at.desk.http.post("/appointments/request", json=at.booking())))["id"]
    withdraw = at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"})
    approved, withdrawn = await asyncio.gather(at.act(asked, "approve"), withdraw)
    assert withdrawn.status_code == 200
    assert approved.status_code == 200 or approved.json()["code"] == "scheduling.telehealth-consent-missing"


async def test_a_consent_taken_back_while_checking_in(at: Practice, clock: SetClock) -> None:
    """The withdrawal comes before or after the start of the visit, never in its middle."""
    appointment, clock.at = await at.booked(), NINE
    withdraw = at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"})
    attested = {"place": HOME, "whereabouts": WHEREABOUTS}
    checked_in, withdrawn = await asyncio.gather(at.act(appointment, "check-in", attested), withdraw)
    assert withdrawn.status_code == 200
    assert checked_in.status_code == 200 or checked_in.json()["code"] == "scheduling.telehealth-consent-missing"


async def test_a_room_retired_while_booking(stack: Stack, at: Practice) -> None:
    """A room that a booking has in hand is retired when the booking is over; after that nobody books it."""
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}
    booking = execution(stack, at.desk)
    async with attempt(stack, booking):
        await stack.container.shared.locks().hold(booking, UUID(at.room))
        retiring = asyncio.create_task(at.clinic.owner.http.post(f"/clinic/rooms/{at.room}/retire"))
        assert not (await asyncio.wait([retiring], timeout=SOON))[0]
    assert (await retiring).status_code == 200
    assert (await at.book(visit=visit)).status_code == 404


async def test_one_key_books_once(at: Practice) -> None:
    """Sixteen senders of one key get one answer, byte for byte."""
    answers = await asyncio.gather(
        *(at.desk.http.post("/appointments", json=at.booking(), headers={"Idempotency-Key": "one"}) for _ in range(16))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
