"""Who is suspended or gone is not found, not booked, not approved, not moved to, and begins no visit."""

from datetime import timedelta

import pytest

from integration.clock import SetClock
from integration.http.scheduling.practice import HOME, NINE, WHEREABOUTS, Practice, done

SUSPEND = ("suspend", {"reason": "A complaint"}, "scheduling.provider-suspended")
LEAVE = ("leave", {"last_day": "2030-05-14"}, "scheduling.provider-leaves")

parting = pytest.mark.parametrize(("verb", "body", "code"), [SUSPEND, LEAVE], ids=["suspended", "gone"])
"""The tests' clock stands on 14 May; the visits are on the day after."""


@parting
async def test_no_way_leads_to_them(at: Practice, clock: SetClock, verb: str, body: dict[str, str], code: str) -> None:
    """Search, hold, booking, approval, move and check-in each say no; what was booked stands."""
    later = (NINE + timedelta(hours=2)).isoformat()
    requested = (await done(await at.desk.http.post("/appointments/request", json=at.booking())))["id"]
    booked = await at.booked(NINE + timedelta(hours=1))
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/{verb}", json=body))
    assert await at.slots() == []
    answers = [
        await at.book(NINE + timedelta(hours=3)),
        await at.desk.http.post("/holds", json={"visit": at.booking(NINE + timedelta(hours=3))["visit"]}),
        await at.act(requested, "approve"),
        await at.act(booked, "reschedule", {"starts_at": later}),
    ]
    clock.at = NINE + timedelta(hours=1)
    answers.append(await at.act(booked, "check-in", {"place": HOME, "whereabouts": WHEREABOUTS}))
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, code)] * 5
    assert await at.status(booked) == "booked"


async def test_reinstated_they_see_patients_again(at: Practice) -> None:
    """Once reinstated, the provider is found and booked as before."""
    owner, provider = at.clinic.owner.http, f"/providers/{at.provider}"
    await done(await owner.post(f"{provider}/suspend", json={"reason": "A complaint"}))
    await done(await owner.post(f"{provider}/reinstate"))
    assert await at.slots() != []
    assert (await at.book()).status_code == 201
