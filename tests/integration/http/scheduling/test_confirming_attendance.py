"""Attendance is confirmed over HTTP, by the patient or on their word, and shown wherever the visit is."""

from datetime import timedelta
from uuid import UUID

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.scheduling.practice import NINE, Practice, done
from integration.stack import Stack

WEEK = timedelta(days=7)


async def who_confirmed(at: Practice, appointment: str) -> str | None:
    """Read who recorded that the patient will come."""
    by: str | None = (await done(await at.desk.http.get(f"/appointments/{appointment}")))["attendance_confirmed_by"]
    return by


async def test_a_patient_confirms(stack: Stack, at: Practice) -> None:
    """The patient says so; whoever reads the visit sees it, and a move opens the question again."""
    mia = await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))
    hers = await at.booked()
    assert await who_confirmed(at, hers) is None
    for _ in range(2):
        said = await done(await mia.http.post(f"/appointments/{hers}/confirm-attendance", json={}))
        assert (said["version"], await who_confirmed(at, hers)) == (2, "patient")
    await done(await at.act(hers, "reschedule", {"starts_at": (NINE + timedelta(hours=1)).isoformat()}))
    assert await who_confirmed(at, hers) is None


async def test_the_clinic_records_what_it_was_told(at: Practice) -> None:
    """The front desk confirms on the patient's word, and it is seen that it did."""
    hers = await at.booked()
    await done(await at.act(hers, "confirm-attendance"))
    assert await who_confirmed(at, hers) == "clinic"


async def test_nobody_else_confirms(at: Practice) -> None:
    """Another patient and another clinician find no such visit."""
    hers = await at.booked()
    for stranger in (at.clinic.patient, at.clinic.clinician):
        answer = await stranger.http.post(f"/appointments/{hers}/confirm-attendance", json={})
        assert answer.status_code == 404


async def test_from_when(at: Practice, clock: SetClock) -> None:
    """A minute before the clinic's week it is too early, and told from when; then it is not."""
    hers = await at.booked(NINE + 3 * WEEK)
    clock.at = NINE + 2 * WEEK - timedelta(minutes=1)
    early = await at.act(hers, "confirm-attendance")
    assert (early.status_code, early.json()["code"]) == (409, "scheduling.too-early-to-confirm")
    assert early.json()["opens_at"] == (NINE + 2 * WEEK).isoformat().replace("+00:00", "Z")
    clock.advance(timedelta(minutes=1))
    await done(await at.act(hers, "confirm-attendance"))
