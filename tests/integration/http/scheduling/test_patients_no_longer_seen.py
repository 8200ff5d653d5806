"""Who moved away is not booked; what was booked stays until somebody decides."""

from datetime import timedelta

import pytest

from integration.http.patients.registry import record, refused
from integration.http.scheduling.practice import NINE, done, practice
from integration.people import Clinic


async def test_what_is_booked_is_named_and_stays(clinic: Clinic) -> None:
    """Deactivating a patient names the open appointments, which stay; new ones and moves are refused."""
    at = await practice(clinic)
    http = at.desk.http
    later, sooner = await at.booked(NINE + timedelta(hours=2)), await at.booked(NINE)
    over = await at.booked(NINE + timedelta(hours=4))
    await at.act(over, "cancel")
    answer = await done(await http.post(f"/patients/{at.patient}/deactivate", json={"reason": "moved-away"}))
    assert answer["open_appointments"] == [sooner, later]
    assert await at.status(sooner) == "booked"
    refused(await at.book(NINE + timedelta(hours=6)), 409, "scheduling.patient-deactivated")
    moved = await at.act(sooner, "reschedule", {"starts_at": (NINE + timedelta(hours=6)).isoformat()})
    refused(moved, 409, "scheduling.patient-deactivated")
    assert (await at.act(later, "cancel")).status_code == 200


async def test_coming_back(clinic: Clinic) -> None:
    """A patient who returns is booked again, on the same record."""
    at = await practice(clinic)
    http = at.desk.http
    await done(await http.post(f"/patients/{at.patient}/deactivate", json={"reason": "changed-clinic"}))
    assert (await record(at.desk, at.patient))["deactivation"]["reason"] == "changed-clinic"
    await done(await http.post(f"/patients/{at.patient}/reactivate", json={}))
    assert (await record(at.desk, at.patient))["deactivation"] is None
    await at.booked(NINE)


@pytest.mark.parametrize("verb", ["deactivate", "reactivate"])
async def test_once(clinic: Clinic, verb: str) -> None:
    """Nobody is deactivated or reactivated twice."""
    at = await practice(clinic)
    path, body = f"/patients/{at.patient}/{verb}", {"reason": "other"} if verb == "deactivate" else {}
    if verb == "deactivate":
        await done(await at.desk.http.post(path, json=body))
    code = "patients.patient-deactivated" if verb == "deactivate" else "patients.patient-active"
    refused(await at.desk.http.post(path, json=body), 409, code)
