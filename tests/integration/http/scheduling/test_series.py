"""Series of visits, through HTTP on real PostgreSQL: booked, changed from one on, answered and called off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.scheduling.practice import Practice, done, patient_of
from integration.people import Person
from integration.stack import Stack

REHEARSED = {"Prefer": "tx=rollback"}
WEDNESDAYS = ["2030-05-22", "2030-05-29", "2030-06-05", "2030-06-12"]
SECOND = datetime.fromisoformat("2030-05-29T15:00:00+00:00")
"""The second Wednesday at eleven in New York."""


async def shown(at: Practice, series: str, **params: str) -> dict[str, Any]:
    """Read a series."""
    return await done(await at.desk.http.get(f"/series/{series}", params=params))


async def change(at: Practice, series: dict[str, Any], which: int, /, **wishes: Any) -> httpx.Response:
    """Change what follows one of its occurrences."""
    body = {"appointment": series["occurrences"][which]["appointment"]} | wishes
    return await at.desk.http.post(f"/series/{series['id']}/change-following", json=body)


def starts(series: dict[str, Any]) -> list[str]:
    """Give when its visits start."""
    return [occurrence["starts_at"] for occurrence in series["occurrences"]]


async def patient_signed_in(stack: Stack, at: Practice) -> Person:
    """Sign the practice's patient in."""
    return await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))


async def test_four_wednesdays(at: Practice) -> None:
    """Each is an appointment of its own, listed by its series, with the slot on the wall clock."""
    booked = await at.book_series()
    series = booked.json()["id"]
    assert booked.headers["Location"].endswith(f"/series/{series}")
    listed = await done(await at.desk.http.get("/appointments", params={"series": series}))
    assert [(one["status"], one["series_slot"]["day"]) for one in listed["items"]] == [
        ("booked", day) for day in WEDNESDAYS
    ]
    view = await shown(at, series)
    assert [one["slot"] for one in view["occurrences"]] == [{"day": day, "at": "11:00"} for day in WEDNESDAYS]
    assert view["zone"] == {"name": "America/New_York"}


async def test_all_or_nothing(at: Practice) -> None:
    """Where one Wednesday is taken none is booked, and the problem names that day and the rule."""
    await at.booked(SECOND, patient=await patient_of(at.clinic, "Noah"))
    refused = await at.book_series()
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "scheduling.series-conflicts")
    assert problem["conflicts"] == [
        {
            "slot": {"day": "2030-05-29", "at": "11:00"},
            "starts_at": "2030-05-29T15:00:00Z",
            "rule": "scheduling.provider-taken",
        }
    ]
    listed = await done(await at.desk.http.get("/appointments", params={"patient": at.patient}))
    assert listed["items"] == []


async def test_what_fits_is_booked(at: Practice) -> None:
    """Who may skip has three of four; a rehearsal before says so and books nothing."""
    await at.booked(SECOND, patient=await patient_of(at.clinic, "Noah"))
    body = at.series() | {"on_conflict": "skip"}
    rehearsed = await done(await at.desk.http.post("/series", json=body, headers=REHEARSED))
    booked = await done(await at.book_series(body))
    for receipt in (rehearsed, booked):
        assert [one["slot"]["day"] for one in receipt["occurrences"]] == [WEDNESDAYS[0], *WEDNESDAYS[2:]]
        assert [one["slot"]["day"] for one in receipt["left_out"]] == [WEDNESDAYS[1]]
    assert (await shown(at, booked["id"]))["left_out"] == booked["left_out"]


async def test_a_hundred_days(at: Practice) -> None:
    """The longest series that there may be is booked at once, where the clinic books so far ahead."""
    policy = {"policy": {"booking_horizon_days": 365}}
    await done(await at.clinic.owner.http.post("/booking-policy", json=policy))
    booked = await done(await at.book_series(at.series(rule={"repeats": "daily"}, count=100)))
    assert len(booked["occurrences"]) == 100
    assert len((await shown(at, booked["id"]))["occurrences"]) == 100


async def test_a_key_books_a_series_once(at: Practice) -> None:
    """The same key gives the same answer, byte for byte."""
    key = {"Idempotency-Key": "series"}
    first, again = [await at.desk.http.post("/series", json=at.series(), headers=key) for _ in range(2)]
    assert (first.status_code, first.content) == (201, again.content)


async def test_malformed_series(at: Practice) -> None:
    """A series without an end, or with a day that is none, cannot be read."""
    for wrong, field in (({"count": None}, "count"), ({"first_day": "1900-01-01"}, "first_day")):
        refused = await at.book_series(at.series(**wrong))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, f"/recurrence/{field}")


async def test_this_and_following(at: Practice) -> None:
    """From the third on the visits are on Thursdays at two; the series' version goes on, and guards the change."""
    series = await done(await at.book_series())
    thursdays = {"rule": {"repeats": "weekly", "weekdays": ["thursday"]}, "at": "14:00"}
    body = {"appointment": series["occurrences"][2]["appointment"], **thursdays}
    path, stale = f"/series/{series['id']}/change-following", {"If-Match": '"1"'}
    changed = await at.desk.http.post(path, json=body, headers=stale)
    assert (await done(changed))["version"] == 2
    assert (await at.desk.http.post(path, json=body, headers=stale)).status_code == 412
    assert starts(await shown(at, series["id"])) == [
        "2030-05-22T15:00:00Z",
        "2030-05-29T15:00:00Z",
        "2030-06-06T18:00:00Z",
        "2030-06-13T18:00:00Z",
    ]


async def test_a_week_later_onto_its_own_times(at: Practice) -> None:
    """A series moves onto the times that it gives back in the same step."""
    series = await done(await at.book_series())
    await done(await change(at, series, 0, first_day="2030-05-29"))
    assert starts(await shown(at, series["id"]))[0] == "2030-05-29T15:00:00Z"


async def test_an_exception_stays(at: Practice) -> None:
    """An occurrence that was moved on its own is marked, and stays when the series moves."""
    series = await done(await at.book_series())
    second = series["occurrences"][1]["appointment"]
    await done(await at.act(second, "reschedule", {"starts_at": (SECOND + timedelta(hours=1)).isoformat()}))
    await done(await change(at, series, 0, at="14:00"))
    occurrences = (await shown(at, series["id"]))["occurrences"]
    assert [one["is_set_apart"] for one in occurrences] == [False, True, False, False]
    assert occurrences[1]["starts_at"] == "2030-05-29T16:00:00Z"


async def test_what_does_not_fit_stays(at: Practice) -> None:
    """A change that conflicts on one day is refused as a whole, or leaves that one where it is."""
    series = await done(await at.book_series())
    await at.booked(SECOND + timedelta(hours=3), patient=await patient_of(at.clinic, "Noah"))
    refused = await change(at, series, 0, at="14:00")
    assert [conflict["slot"]["day"] for conflict in refused.json()["conflicts"]] == [WEDNESDAYS[1]]
    changed = await done(await change(at, series, 0, at="14:00", on_conflict="skip"))
    assert [one["slot"]["day"] for one in changed["left_out"]] == [WEDNESDAYS[1]]
    assert starts(await shown(at, series["id"]))[1] == "2030-05-29T15:00:00Z"


async def test_calling_off_what_follows(at: Practice) -> None:
    """From the third on everything is cancelled, with the reason, and its time is free."""
    series = await done(await at.book_series())
    third = series["occurrences"][2]["appointment"]
    body = {"appointment": third, "reason": "Well again"}
    off = await done(await at.desk.http.post(f"/series/{series['id']}/cancel", json=body))
    assert len(off["appointments"]) == 2
    statuses = [one["status"] for one in (await shown(at, series["id"]))["occurrences"]]
    assert statuses == ["booked", "booked", "cancelled", "cancelled"]
    whole = await done(await at.clinic.owner.http.get(f"/appointments/{third}"))
    assert whole["closing_reason"] == "Well again"
    await at.booked(SECOND + timedelta(weeks=1), patient=await patient_of(at.clinic, "Noah"))


async def test_a_patient_asks_and_the_clinic_answers(stack: Stack, at: Practice) -> None:
    """Where the clinic approves visits a patient's series is pending; one yes books all of it, one no ends it."""
    policy = {"policy": {"approval_required": True}}
    await done(await at.clinic.owner.http.post("/booking-policy", json=policy))
    patient = await patient_signed_in(stack, at)
    for verb, body, becomes in (("decline", {"reason": "Not now"}, "cancelled"), ("approve", {}, "booked")):
        series = (await done(await patient.http.post("/series", json=at.series())))["id"]
        assert {one["status"] for one in (await shown(at, series))["occurrences"]} == {"pending"}
        await done(await at.desk.http.post(f"/series/{series}/{verb}", json=body))
        assert {one["status"] for one in (await shown(at, series))["occurrences"]} == {becomes}


async def test_as_of_now_is_what_is_shown(at: Practice, clock: SetClock) -> None:
    """A series as of now is the series, byte for byte; as of before its change it is what it was."""
    series = await done(await at.book_series())
    before = clock.now()
    clock.advance(timedelta(minutes=5))
    await done(await change(at, series, 1, at="14:00"))
    path = f"/series/{series['id']}"
    now = await at.desk.http.get(path)
    folded = await at.desk.http.get(path, params={"as_of": clock.now().isoformat()})
    assert folded.content == now.content
    assert starts(await shown(at, series["id"], as_of=before.isoformat())) == starts(series)


async def test_nobody_elses_series(stack: Stack, at: Practice) -> None:
    """Another patient neither reads nor cancels a series; it is as if there were none."""
    series = await at.series_booked()
    noah = UUID(await patient_of(at.clinic, "Noah"))
    stranger = await stack.somebody(at.clinic, Role.PATIENT, patient=noah)
    assert (await stranger.http.get(f"/series/{series}")).status_code == 404
    assert (await stranger.http.post(f"/series/{series}/cancel", json={})).status_code == 404
    own = await patient_signed_in(stack, at)
    assert len((await done(await own.http.get(f"/series/{series}")))["occurrences"]) == 4


async def listed(person: Person, **params: Any) -> list[dict[str, Any]]:
    """List series."""
    items: list[dict[str, Any]] = (await done(await person.http.get("/series", params=params)))["items"]
    return items


async def test_a_list_of_series(stack: Stack, at: Practice, clock: SetClock) -> None:
    """By patient, provider and state, the latest first and in pages; each tells when it goes on."""
    noah = await patient_of(at.clinic, "Noah")
    first = await at.series_booked()
    clock.advance(timedelta(minutes=1))
    second = await at.series_booked(at.series(at="14:00") | {"patient": noah})
    assert [one["id"] for one in await listed(at.desk)] == [second, first]
    [mias] = await listed(at.desk, patient=at.patient, provider=at.provider)
    assert (mias["id"], mias["state"], mias["next_starts_at"]) == (first, "active", "2030-05-22T15:00:00Z")
    await done(await at.desk.http.post(f"/series/{first}/cancel", json={}))
    assert [one["id"] for one in await listed(at.desk, state="ended")] == [first]
    assert [one["id"] for one in await listed(at.desk, state=["pending", "active"])] == [second]
    page = await done(await at.desk.http.get("/series", params={"limit": 1}))
    assert [one["id"] for one in await listed(at.desk, limit=1, after=page["next"])] == [first]
    stranger = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(noah))
    assert [one["id"] for one in await listed(stranger)] == [second]
    assert await listed(stranger, patient=at.patient) == []


async def test_a_series_that_waits_is_listed(stack: Stack, at: Practice) -> None:
    """What a patient asked for is found by whoever answers, as long as it waits."""
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": {"approval_required": True}}))
    patient = await patient_signed_in(stack, at)
    series = (await done(await patient.http.post("/series", json=at.series())))["id"]
    assert [one["id"] for one in await listed(at.desk, state="pending")] == [series]
    await done(await at.desk.http.post(f"/series/{series}/approve", json={}))
    assert await listed(at.desk, state="pending") == []
    assert [one["state"] for one in await listed(patient)] == ["active"]
