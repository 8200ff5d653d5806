"""A week in a sandbox, from Monday to the Sunday on which the clocks change, played over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from integration.background import eventually
from integration.http.sandbox.conftest import MONDAY_EIGHT
from integration.http.sandbox.play import Play, why
from integration.http.scheduling.practice import HOME, WHEREABOUTS, done, patient_of

HOUR = timedelta(hours=1)
TUESDAY_NINE = datetime.fromisoformat("2030-10-29T13:00:00Z")
WEDNESDAY_NINE = TUESDAY_NINE + timedelta(days=1)
SATURDAY_NINE = TUESDAY_NINE + timedelta(days=4)
SUNDAY_NINE = datetime.fromisoformat("2030-11-03T14:00:00Z")
"""Nine in the morning in New York, an hour later than the day before: the clocks went back."""

UNTIL_FRIDAY = {
    "kind": "license",
    "profession": "physician",
    "jurisdiction": "US-NY",
    "valid_from": "2020-01-01",
    "valid_until": "2030-11-01",
}


@pytest.mark.usefixtures("working")
async def test_a_week(play: Play) -> None:
    """Notice, a series, a hold that runs out, a no-show, a visit, a licence that ends, a night of 25 hours."""
    at, owner = play.at, play.at.clinic.owner.http

    # Monday, eight in the morning: a visit needs an hour's notice.
    assert why(await at.book(MONDAY_EIGHT + HOUR - timedelta(minutes=15))) == (409, "scheduling.notice-too-short")
    missed, kept = await at.booked(TUESDAY_NINE), await at.booked(WEDNESDAY_NINE)

    # Every day from Tuesday to Saturday at eleven: five visits, booked as one.
    every_day = {"rule": {"repeats": "daily"}, "first_day": "2030-10-29", "count": 5}
    series = await done(await at.book_series(at.series(**every_day)))
    saturdays = series["occurrences"][-1]["appointment"]

    # A slot is held for ten minutes, and free again in the eleventh.
    hold = {"patient": at.patient, "visit": at.booking(TUESDAY_NINE + HOUR)["visit"]}
    held = await done(await at.desk.http.post("/holds", json=hold))
    other = await patient_of(at.clinic, "Noah")
    assert why(await at.book(TUESDAY_NINE + HOUR, patient=other)) == (409, "scheduling.provider-taken")
    await play.pass_time(11)
    assert why(await at.book(TUESDAY_NINE + HOUR, hold=held["id"])) == (409, "scheduling.hold-expired")
    await at.booked(TUESDAY_NINE + HOUR, patient=other)

    # Tuesday: Mia does not come. She is missed after a quarter of an hour, not before.
    await play.set_clock(TUESDAY_NINE + timedelta(minutes=14))
    assert why(await at.act(missed, "mark-no-show")) == (409, "scheduling.grace-not-over")
    await play.pass_time(1)
    await done(await at.act(missed, "mark-no-show"))
    assert await at.status(missed) == "noshow"

    # Wednesday: she does.
    await play.set_clock(WEDNESDAY_NINE - timedelta(minutes=10))
    await done(await at.act(kept, "check-in", {"place": HOME, "whereabouts": WHEREABOUTS}))
    await done(await at.act(kept, "fulfil"))
    assert await at.status(kept) == "fulfilled"

    # The licence ends on Friday: Saturday cannot be booked, is not offered, and the series' visit needs somebody else,
    # until it is renewed.
    authorities = f"/providers/{at.provider}/authorities"
    without_end = await _authority(owner, at.provider)
    await done(await owner.post(f"{authorities}/{without_end}/revoke", json={"on": "2030-10-31"}))
    await done(await owner.post(authorities, json={"authority": UNTIL_FRIDAY, "number": "MD-2"}))
    assert why(await at.book(SATURDAY_NINE)) == (409, "scheduling.not-authorized-there")
    assert await at.slots(SATURDAY_NINE) == []
    assert await _becomes(play, {saturdays})
    licence = await _authority(owner, at.provider)
    await done(await owner.post(f"{authorities}/{licence}/renew", json={"valid_until": "2031-11-01"}))
    assert (await at.slots(SATURDAY_NINE))[0] == "2030-11-02T13:00:00Z"
    assert await _becomes(play, set())

    # Sunday: the clocks went back in the night. Nine o'clock is nine o'clock, an hour later.
    await play.set_clock(SUNDAY_NINE - 2 * HOUR)
    assert (await at.slots(SUNDAY_NINE - HOUR))[0] == "2030-11-03T14:00:00Z"
    await at.booked(SUNDAY_NINE)


async def _becomes(play: Play, marked: set[str]) -> bool:
    """Wait until exactly these visits need another provider."""

    async def is_so() -> bool:
        listed = await done(await play.at.desk.http.get("/appointments", params={"needs_reassignment": "true"}))
        return {item["id"] for item in listed["items"]} == marked

    return await eventually(is_so)


async def _authority(http: Any, provider: str) -> str:
    shown = await done(await http.get(f"/providers/{provider}"))
    return str(shown["authorities"][-1]["id"])
