"""The clinic's terms over HTTP, at their edges: equal to the limit is within it, one minute beyond is not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from integration.clock import SetClock
from integration.http.scheduling.practice import NINE, Practice, done, patient_of

MINUTE, QUARTER, HOUR = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)
SPRING = datetime.fromisoformat("2030-03-10T07:00:00+00:00")
"""When New York's clocks go from two to three."""


async def terms(at: Practice, **policy: Any) -> None:
    """Let the owner set terms."""
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": policy}))


async def code(at: Practice, starts_at: datetime, **other: Any) -> str:
    """Book, and give the rule that refused it; nothing where none did. A booking is cancelled again."""
    answer = await at.book(starts_at, **other)
    if answer.is_success:
        await done(await at.act(answer.json()["id"], "cancel"))
        return ""
    return str(answer.json()["code"])


async def test_notice_to_the_minute(at: Practice, clock: SetClock) -> None:
    """Two hours before is in time, a minute less is not, and the search says the same."""
    await terms(at, minimum_notice_minutes=120)
    clock.at = NINE - 2 * HOUR
    assert (await code(at, NINE), (await at.slots())[0]) == ("", "2030-05-15T13:00:00Z")
    clock.advance(MINUTE)
    assert (await code(at, NINE), (await at.slots())[0]) == ("scheduling.notice-too-short", "2030-05-15T13:15:00Z")


async def test_no_notice_at_all(at: Practice, clock: SetClock) -> None:
    """Without notice a visit is booked until the moment it starts, and not in the past."""
    await terms(at, minimum_notice_minutes=0)
    clock.at = NINE
    assert await code(at, NINE) == ""
    clock.advance(MINUTE)
    assert await code(at, NINE) == "scheduling.notice-too-short"


async def test_horizon_to_the_minute(at: Practice, clock: SetClock) -> None:
    """Ten days ahead is within the horizon, a minute more is not, and the search says the same."""
    await terms(at, booking_horizon_days=10)
    far = NINE + timedelta(days=10)
    clock.at = NINE
    assert (await code(at, far), await at.slots(far)) == ("", ["2030-05-25T13:00:00Z"])
    clock.advance(-MINUTE)
    assert (await code(at, far), await at.slots(far)) == ("scheduling.beyond-horizon", [])


async def test_notice_over_the_skipped_hour(at: Practice, clock: SetClock) -> None:
    """Notice is elapsed time: nine hours before nine o'clock is eleven in the evening when an hour is skipped."""
    await terms(at, minimum_notice_minutes=9 * 60)
    nine = SPRING + 6 * HOUR
    clock.at = nine - 9 * HOUR
    assert await code(at, nine) == ""
    clock.advance(MINUTE)
    assert await code(at, nine) == "scheduling.notice-too-short"


async def test_a_full_day(at: Practice) -> None:
    """Where two are the most, a third is refused; the next day is open, and a cancelled visit frees its place."""
    await terms(at, daily_maximum=2)
    noah = await patient_of(at.clinic, "Noah")
    first, _ = await at.booked(), await at.booked(NINE + HOUR)
    assert await code(at, NINE + 2 * HOUR, patient=noah) == "scheduling.day-is-full"
    assert (await at.slots(hours=30))[0] == "2030-05-16T13:00:00Z"
    assert await code(at, NINE + timedelta(days=1), patient=noah) == ""
    await done(await at.act(first, "cancel"))
    assert await code(at, NINE + 2 * HOUR, patient=noah) == ""


async def test_holds_count_towards_a_full_day(at: Practice, clock: SetClock) -> None:
    """A slot that is held counts; once the hold is over it does not."""
    await terms(at, daily_maximum=1)
    await done(await at.desk.http.post("/holds", json={"visit": at.booking()["visit"]}))
    assert await code(at, NINE + HOUR) == "scheduling.day-is-full"
    clock.advance(timedelta(minutes=10))
    assert await code(at, NINE + HOUR) == ""


async def test_a_full_day_of_twenty_three_hours(at: Practice, clock: SetClock) -> None:
    """On the day on which an hour is skipped the provider's own midnight still parts the days."""
    clock.at = SPRING - timedelta(days=3)
    await terms(at, daily_maximum=1)
    early = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in ("saturday", "sunday", "monday")]
    await done(await at.desk.http.post(f"/providers/{at.provider}/availability/weekly-hours", json={"hours": early}))
    midnight = SPRING - 2 * HOUR
    await at.booked(midnight)
    noah = await patient_of(at.clinic, "Noah")
    for starts_at, said in (
        (midnight - 2 * QUARTER, ""),
        (midnight + 22 * HOUR + 3 * QUARTER, "scheduling.day-is-full"),
        (midnight + 23 * HOUR, ""),
    ):
        assert await code(at, starts_at, patient=noah) == said, starts_at


@pytest.mark.parametrize(("minutes", "said"), [(40, ""), (39, "scheduling.provider-taken")])
async def test_buffers_to_the_minute(at: Practice, minutes: int, said: str) -> None:
    """Half an hour and ten minutes after it, a visit may follow; a minute sooner it may not."""
    await terms(at, slot_grid_minutes=1)
    buffered = {
        "code": "check-up",
        "name": "Check-up by video",
        "mode": "video",
        "length_minutes": 30,
        "buffer_after_minutes": 10,
        "price": {"minor": 6500, "currency": "USD"},
    }
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/visit-types", json={"visit_type": buffered}))
    await at.booked(visit=at.booking()["visit"] | {"visit_type": "check-up"})
    assert await code(at, NINE + minutes * MINUTE, patient=await patient_of(at.clinic, "Noah")) == said


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("weekly-hours", {"hours": [{"weekday": "monday", "opens": "09:00", "closes": "12:00"}]}),
        ("extra-hours", {"day": "2030-05-18", "opens": "09:00", "closes": "12:00"}),
    ],
)
async def test_hours_are_kept_at_the_clinics_sites(at: Practice, verb: str, body: dict[str, Any]) -> None:
    """Hours that name a site which the clinic does not have are refused by name; at one of its own they are taken."""

    async def keep(site: str) -> tuple[int, str | None, str | None]:
        rule = body["hours"][0] if "hours" in body else body
        asked = {"hours": [rule | {"site": site}]} if "hours" in body else rule | {"site": site}
        answer = await at.desk.http.post(f"/providers/{at.provider}/availability/{verb}", json=asked)
        return answer.status_code, answer.json().get("code"), answer.json().get("site")

    assert await keep(at.patient) == (409, "scheduling.hours-at-unknown-site", at.patient)
    assert (await keep(at.site))[0] == 200


@pytest.mark.parametrize("because", ["provider-absent", "technical-failure"])
async def test_what_fell_through_is_an_outcome_of_its_own(at: Practice, clock: SetClock, because: str) -> None:
    """Neither a no-show nor a cancellation of the patient's: the clinic's, with the reason, and never late."""
    visit = await at.booked()
    early = await at.act(visit, "mark-not-held", {"because": because})
    assert (early.status_code, early.json()["code"]) == (409, "scheduling.visit-not-due")
    clock.at = NINE
    await done(await at.act(visit, "mark-not-held", {"because": because}))
    shown = await done(await at.desk.http.get(f"/appointments/{visit}"))
    assert (shown["status"], shown["not_held_because"]) == ("cancelled", because)
    assert (shown["ended_by"], shown["ended_late"]) == ("clinic", False)
