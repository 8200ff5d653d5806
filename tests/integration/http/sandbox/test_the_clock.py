"""A sandbox's clock, over HTTP."""

from datetime import datetime, timedelta

import pytest

from integration.clock import SetClock
from integration.http.sandbox.conftest import MONDAY_EIGHT
from integration.http.sandbox.play import Play, why
from integration.http.scheduling.practice import done
from integration.people import Clinic

A_DAY = 24 * 60
BREAKING = {"purpose": "treatment", "reason": "Stands in for a colleague"}


async def test_it_stands_where_it_was_set(play: Play, clock: SetClock) -> None:
    """Everybody of the sandbox reads the same time, however late it is outside."""
    clock.at += timedelta(days=400)
    assert await play.stands_at() == MONDAY_EIGHT
    await play.pass_time(90)
    assert await play.stands_at() == MONDAY_EIGHT + timedelta(minutes=90)


async def test_what_happens_is_dated_by_it(play: Play) -> None:
    """A visit is booked when the sandbox says it is, and the past is asked for by the same clock."""
    appointment = await play.at.booked(MONDAY_EIGHT + timedelta(days=1, hours=1))
    await play.pass_time(A_DAY)
    await done(await play.at.act(appointment, "cancel"))
    shown = await done(await play.at.desk.http.get(f"/appointments/{appointment}"))
    assert datetime.fromisoformat(shown["created_at"]) == MONDAY_EIGHT
    before = {"as_of": (MONDAY_EIGHT + timedelta(hours=2)).isoformat()}
    then = await done(await play.at.desk.http.get(f"/appointments/{appointment}", params=before))
    assert (then["status"], shown["status"]) == ("booked", "cancelled")


async def test_it_is_never_set_back(play: Play) -> None:
    """An earlier instant is refused, and told where the clock stands."""
    yesterday = {"to": (MONDAY_EIGHT - timedelta(days=1)).isoformat()}
    refused = await play.at.clinic.owner.http.post("/clinic/clock", json=yesterday)
    assert why(refused) == (409, "identity.clock-runs-forward")
    assert refused.json()["stands_at"] == "2030-10-28T12:00:00Z"


@pytest.mark.parametrize("minutes", [0, -5, 366 * A_DAY + 1, 1.5, "60"])
async def test_time_passes_in_whole_minutes_up_to_a_year(play: Play, minutes: object) -> None:
    """Anything else is malformed, and the field is named."""
    refused = await play.at.clinic.owner.http.post("/clinic/clock/advance", json={"minutes": minutes})
    assert why(refused) == (400, "request.malformed")
    assert refused.json()["errors"][0]["pointer"] == "/minutes"


async def test_only_the_owner_sets_it(play: Play) -> None:
    """The front desk lives by it, as everybody else."""
    assert why(await play.at.desk.http.post("/clinic/clock/advance", json={"minutes": 5})) == (
        403,
        "request.forbidden",
    )


async def test_a_clinic_with_patients_has_none(clinic: Clinic) -> None:
    """Its owner cannot make its patients' day another one."""
    shown = await done(await clinic.owner.http.get("/clinic"))
    assert shown["sandbox_clock"] is None
    refused = await clinic.owner.http.post("/clinic/clock/advance", json={"minutes": 5})
    assert why(refused) == (409, "identity.not-a-sandbox")


async def test_credentials_live_in_the_present(play: Play, clock: SetClock) -> None:
    """Who comes back to a sandbox whose clock runs years ahead is still given a key that begins today."""
    await play.pass_time(366 * A_DAY)
    expires_at = (clock.at + timedelta(days=30)).isoformat()
    key = {
        "name": "Calendar",
        "holder": {"is": "the-clinic"},
        "scopes": ["scheduling.find-slots"],
        "expires_at": expires_at,
    }
    issued = await done(await play.at.clinic.owner.http.post("/api-keys", json=key))
    shown = await done(await play.at.clinic.owner.http.get(f"/api-keys/{issued['id']}"))
    assert datetime.fromisoformat(shown["issued_at"]) == clock.at


async def test_care_ends_by_it(play: Play, clock: SetClock) -> None:
    """Who broke the glass for an hour of the sandbox invites the patient in that hour; the invitation is of today."""
    http, patient = play.at.clinic.clinician.http, f"/patients/{play.at.patient}"
    await done(await http.post(f"{patient}/break-glass", json=BREAKING))
    await play.pass_time(59)
    invited = await done(await http.post(f"{patient}/account", json={"email": {"address": "mia@example.org"}}))
    assert datetime.fromisoformat(invited["expires_at"]) == clock.at + timedelta(days=7)
    await play.pass_time(1)
    refused = await http.post(f"{patient}/account", json={"email": {"address": "mia.okafor@example.org"}})
    assert why(refused) == (403, "patients.outside-care")
