"""Why a slot is not offered and why a command was refused, over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from domain.shared.roles import Role
from integration.http.scheduling.practice import HOME, NINE, Practice, done, patient_of, provider_of
from integration.people import Person
from integration.stack import Stack

QUARTER = timedelta(minutes=15)
REHEARSE = {"Prefer": "tx=rollback"}
ASKED = {"visit_type": "follow-up-video", "jurisdiction": "US-NY", "zone": "America/New_York"}


async def explained(at: Practice, by: Person | None = None, **asked: Any) -> dict[str, Any]:
    """Ask about a slot of the provider's, at nine unless said."""
    params = {"starts_at": NINE.isoformat()} | (ASKED if "site" not in asked else {}) | asked
    return await done(await (by or at.desk).http.get(f"/providers/{at.provider}/slot-explanation", params=params))


def codes(told: dict[str, Any]) -> list[str]:
    """Name what stands in the way."""
    return [hindrance["code"] for hindrance in told["hindrances"]]


async def test_explained_offered_and_booked_are_one(at: Practice) -> None:
    """Every quarter of an hour of the day, and once between: what is said, offered and booked agree."""
    await at.booked(NINE + 2 * QUARTER, patient=await patient_of(at.clinic, "Noah"))
    await done(
        await at.clinic.owner.http.post(
            f"/providers/{at.provider}/availability/time-off",
            json={"first_day": "2030-05-15", "last_day": "2030-05-15", "leaves": "11:00", "returns": "12:00"},
        )
    )
    offered = await at.slots(NINE - 4 * QUARTER, hours=11, provider=at.provider, limit=100)
    starts = [NINE + QUARTER * step for step in range(-4, 38)] + [NINE + timedelta(minutes=100)]
    seen: set[str] = set()
    for starts_at in starts:
        told = await explained(at, starts_at=starts_at.isoformat(), patient=at.patient)
        rehearsed = await at.desk.http.post("/appointments", json=at.booking(starts_at), headers=REHEARSE)
        assert told["bookable"] == rehearsed.is_success == (told["starts_at"] in offered), told
        if not rehearsed.is_success:
            refusal, first = rehearsed.json(), told["hindrances"][0]
            assert {name: first[name] for name in ("type", "code", "title", "detail")}.items() <= refusal.items()
            assert first["facts"].items() <= refusal.items()
        seen |= set(codes(told))
    assert seen == {
        "scheduling.provider-taken",
        "scheduling.provider-away",
        "scheduling.outside-hours",
        "scheduling.off-grid",
    }


async def test_every_hindrance_at_once(at: Practice) -> None:
    """The terms of the clinic, the law, the patient and the calendar, in the order in which they speak."""
    await done(
        await at.clinic.owner.http.post(
            "/booking-policy", json={"policy": {"daily_maximum": 1, "slot_grid_minutes": 30}}
        )
    )
    await at.booked(NINE)
    await done(await at.desk.http.post(f"/patients/{at.patient}/consents/withdraw", json={"kind": "telehealth"}))
    told = await explained(at, jurisdiction="US-CA", starts_at=(NINE + QUARTER).isoformat(), patient=at.patient)
    assert codes(told) == [
        "scheduling.telehealth-consent-missing",
        "scheduling.not-authorized-there",
        "scheduling.off-grid",
        "scheduling.day-is-full",
        "scheduling.provider-taken",
        "scheduling.patient-taken",
    ]


@pytest.mark.parametrize(("days", "code"), [(-2, "notice-too-short"), (365, "beyond-horizon")])
async def test_too_soon_and_too_far(at: Practice, days: int, code: str) -> None:
    """Outside the time for bookings that is all that is told of the calendar."""
    told = await explained(at, starts_at=(NINE + timedelta(days=days)).isoformat())
    assert codes(told) == [f"scheduling.{code}"]


async def test_rooms(at: Practice) -> None:
    """The free room is named; while somebody is examined in the only one, that is why."""
    asked: dict[str, Any] = {"visit_type": "examination", "site": at.site}
    assert (await explained(at, **asked))["room"] == at.room
    visit = at.booking()["visit"] | {"visit_type": "examination", "place": HOME | {"site": at.site}, "room": at.room}
    await at.booked(visit=visit | {"provider": await provider_of(at.clinic)})
    assert codes(await explained(at, **asked)) == ["scheduling.room-taken"]


async def test_every_type_has_its_page(at: Practice) -> None:
    """The address of a hindrance's type leads to a page about it."""
    told = await explained(at, starts_at=(NINE + timedelta(minutes=5)).isoformat(), visit_type="massage")
    (hindrance,) = told["hindrances"]
    page = await at.desk.http.get(str(at.desk.http.base_url.copy_with(path=hindrance["type"])))
    assert (page.status_code, hindrance["code"] in page.text) == (200, True)


async def told_why(person: Person, refused: httpx.Response) -> httpx.Response:
    """Ask why, by the problem's instance."""
    return await person.http.get(f"/refusals/{refused.json()['instance'].removeprefix('urn:uuid:')}")


async def test_why_a_booking_was_refused(at: Practice) -> None:
    """By the instance that the problem carried: the rule, the time and the mend, as the problem said them."""
    refused = await at.book(NINE - timedelta(days=2))
    told, problem = await done(await told_why(at.desk, refused)), refused.json()
    assert told.pop("id") == problem["instance"].removeprefix("urn:uuid:")
    assert told == {
        "operation": "scheduling.book-appointment",
        "refused_at": told["refused_at"],
        **{name: problem[name] for name in ("type", "code", "title", "detail")},
    }


async def test_to_whom_a_refusal_is_told(stack: Stack, at: Practice) -> None:
    """To who was refused, the owner and the front desk; to nobody else, and not of what another context refused."""
    mia = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))
    refused = await mia.http.post("/appointments", json=at.booking(NINE - timedelta(days=2)))
    knows = (mia, at.clinic.owner, at.desk)
    knows_not = (at.clinic.patient, at.clinic.clinician, at.clinic[Role.INTEGRATION])
    assert [(await told_why(person, refused)).status_code for person in knows] == [200, 200, 200]
    assert [(await told_why(person, refused)).status_code for person in knows_not] == [404, 404, 404]
    elsewhere = await at.desk.http.post(f"/patients/{uuid4()}/verify-identity", json={"method": "photo-id"})
    assert (await told_why(at.desk, elsewhere)).status_code == 404


async def test_what_took_effect_was_not_refused(at: Practice) -> None:
    """A booking and a rehearsal are no refusals."""
    for headers in ({}, REHEARSE):
        answer = await at.desk.http.post("/appointments", json=at.booking(), headers=headers)
        told = await at.desk.http.get(f"/refusals/{answer.headers['X-Request-Id']}")
        assert (answer.status_code, told.status_code) == (201, 404)
        await at.act(answer.json()["id"], "cancel")
