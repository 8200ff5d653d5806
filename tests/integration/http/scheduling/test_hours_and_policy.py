"""Hours, their exceptions and the booking policy, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from integration.clock import SetClock
from integration.http.scheduling.practice import NINE, Practice, done, patient_of

DAY = timedelta(days=1)


async def test_hours_are_read_back_now_and_then(at: Practice, clock: SetClock) -> None:
    """What was set is what is shown; as of before, what stood before, byte for byte."""
    path = f"/providers/{at.provider}/availability"
    before = await at.desk.http.get(path)
    then = clock.at
    clock.advance(timedelta(minutes=1))
    hours = [{"weekday": "wednesday", "opens": "13:00", "closes": "24:00", "modes": ["video"]}]
    receipt = await at.desk.http.post(f"{path}/weekly-hours", json={"hours": hours})
    assert (receipt.status_code, receipt.headers["ETag"]) == (200, '"3"')
    now = await at.desk.http.get(path)
    assert (now.json()["provider"], now.headers["ETag"]) == (at.provider, '"3"')
    assert [rule["opens"] for rule in now.json()["rules"]["weekly"]] == ["13:00"]
    assert (await at.desk.http.get(path, params={"as_of": then.isoformat()})).content == before.content
    assert (await at.desk.http.get(path, params={"as_of": clock.at.isoformat()})).content == now.content


async def test_exceptions_come_and_go(at: Practice) -> None:
    """Time off takes the day away, its removal gives it back; extra hours add to it."""
    path = f"/providers/{at.provider}/availability"
    off = await done(
        await at.desk.http.post(f"{path}/time-off", json={"first_day": "2030-05-15", "last_day": "2030-05-15"})
    )
    assert await at.slots() == []
    refused = await at.book()
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.provider-away")
    assert refused.json()["next_free"][0]["starts_at"] == "2030-05-16T13:00:00Z"
    await done(await at.desk.http.post(f"{path}/exceptions/{off['exception']}/remove", json={}))
    assert "2030-05-15T13:00:00Z" in await at.slots()
    again = await at.desk.http.post(f"{path}/exceptions/{off['exception']}/remove", json={})
    assert (again.status_code, again.json()["code"]) == (409, "scheduling.unknown-exception")
    early = {"day": "2030-05-15", "opens": "08:00", "closes": "09:00"}
    await done(await at.desk.http.post(f"{path}/extra-hours", json=early))
    assert (await at.slots(NINE - timedelta(hours=1), hours=1))[0] == "2030-05-15T12:00:00Z"


@pytest.mark.parametrize(
    ("verb", "body", "pointer"),
    [
        ("time-off", {"first_day": "2030-07-14", "last_day": "2030-07-01"}, ""),
        ("extra-hours", {"day": "2030-05-15", "opens": "9:00", "closes": "12:00"}, "/opens"),
        ("weekly-hours", {"hours": [{"weekday": "someday", "opens": "09:00", "closes": "12:00"}]}, "/hours/0/weekday"),
        ("weekly-hours", {"hours": [], "zone": {"name": "Mars/Base"}}, "/zone"),
    ],
)
async def test_what_cannot_be_is_malformed(at: Practice, verb: str, body: dict[str, Any], pointer: str) -> None:
    """The answer points to the field."""
    refused = await at.desk.http.post(f"/providers/{at.provider}/availability/{verb}", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)


async def test_a_policy_holds_from_then_on(at: Practice) -> None:
    """Untouched it is the default in version 0; one visit a day makes the second wait for tomorrow."""
    owner = at.clinic.owner.http
    untouched = await owner.get("/booking-policy")
    assert (untouched.json()["version"], untouched.json()["policy"]["hold_minutes"]) == (0, 10)
    await done(await owner.post("/booking-policy", json={"policy": {"daily_maximum": 1}}))
    await at.booked()
    refused = await at.book(NINE + timedelta(hours=2), patient=await patient_of(at.clinic, "Noah"))
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.day-is-full")
    assert refused.json()["next_free"][0]["starts_at"] == "2030-05-16T13:00:00Z"
    shown = await owner.get("/booking-policy")
    assert (shown.json()["version"], shown.json()["policy"]["daily_maximum"]) == (1, 1)
    stale = await owner.post("/booking-policy", json={"policy": {}}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412


async def test_what_is_not_there_yet_is_in_version_zero(at: Practice) -> None:
    """Who saw a policy or hours does not set the first ones unseen; who saw that there are none does."""
    owner = at.clinic.owner.http
    later, first = {"If-Match": '"7"'}, {"If-Match": (await owner.get("/booking-policy")).headers["ETag"]}
    stale = await owner.post("/booking-policy", json={"policy": {}}, headers=later)
    assert (stale.status_code, stale.json()["expected"], stale.json()["current"]) == (412, 7, 0)
    await done(await owner.post("/booking-policy", json={"policy": {}}, headers=first))
    assert (await owner.post("/booking-policy", json={"policy": {}}, headers=first)).status_code == 412
    name, profile = {"family": "Novak", "given": "Eva"}, {"zone": {"name": "America/New_York"}}
    other = (await done(await owner.post("/providers", json={"name": name, "profile": profile})))["id"]
    unopened = f"/providers/{other}/availability/weekly-hours"
    assert (await owner.post(unopened, json={"hours": []}, headers=later)).status_code == 412


async def test_approval_before_booking(at: Practice) -> None:
    """Where the clinic approves, the request says where it is found."""
    asked = await at.desk.http.post("/appointments/request", json=at.booking())
    assert asked.headers["Location"] == f"/api/v1/appointments/{asked.json()['id']}"
