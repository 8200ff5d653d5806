"""Who is in a patient's care team, who says so, and what it opens."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from domain.shared.roles import Role
from integration.clock import SetClock
from integration.http.patients.registry import record, refused
from integration.http.scheduling.practice import Practice, done, practice, provider_of
from integration.people import Clinic, Person
from integration.stack import Stack

OUTSIDE = "patients.outside-care"
BREAKING = {"purpose": "treatment", "reason": "Stands in for a colleague"}


@pytest.fixture
async def at(clinic: Clinic) -> Practice:
    """Give a practice with a patient whom nobody has seen."""
    return await practice(clinic)


@pytest.fixture
async def adler(stack: Stack, at: Practice) -> Person:
    """Give the practice's provider, signed in."""
    return await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))


async def assign(by: Person, patient: str, provider: str, role: str = "primary", **term: str) -> httpx.Response:
    """Ask for a provider to be assigned."""
    return await by.http.post(f"/patients/{patient}/care-team", json={"provider": provider, "role": role} | term)


async def team(by: Person, **asked: str) -> list[dict[str, Any]]:
    """List assignments."""
    items: list[dict[str, Any]] = (await done(await by.http.get("/care-assignments", params=asked)))["items"]
    return items


async def test_who_is_assigned_reads_the_record(at: Practice, adler: Person, clinic: Clinic) -> None:
    """The front desk assigns a provider; the record opens to them and to no colleague, and a search shows all of it."""
    await done(await assign(clinic.front_desk, at.patient, at.provider))
    assert (await record(adler, at.patient))["id"] == at.patient
    assert (await done(await adler.http.get("/patients")))["items"] == [await record(clinic.front_desk, at.patient)]
    assert refused(await clinic.clinician.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)


async def test_who_is_taken_out_reads_it_as_long_as_care_is_remembered(
    at: Practice, adler: Person, clinic: Clinic, clock: SetClock
) -> None:
    """An assignment that was ended opens the record for the clinic's days, which here are none."""
    assigned = (await done(await assign(clinic.owner, at.patient, at.provider)))["id"]
    ending = f"/patients/{at.patient}/care-team/{assigned}/end"
    clock.advance(timedelta(hours=1))
    await done(await clinic.owner.http.post(ending, json={}))
    assert (await record(adler, at.patient))["id"] == at.patient
    await done(await clinic.owner.http.post("/registry-policy", json={"policy": {"care_days": 0}}))
    assert refused(await adler.http.get(f"/patients/{at.patient}"), 403, OUTSIDE)
    assert refused(await clinic.owner.http.post(ending, json={}), 409, "patients.assignment-over")


async def test_a_clinician_hands_over_who_is_in_their_care(
    at: Practice, adler: Person, clinic: Clinic, stack: Stack
) -> None:
    """A clinician has a colleague cover for their own patient, and does nothing of the kind for anybody else's."""
    other = await provider_of(clinic)
    colleague = await stack.somebody(clinic, Role.CLINICIAN, provider=UUID(other))
    assert refused(await assign(adler, at.patient, other, "covering"), 403, OUTSIDE)
    await at.booked()
    await done(await assign(adler, at.patient, other, "covering"))
    assert (await record(colleague, at.patient))["id"] == at.patient


async def test_a_broken_glass_assigns_nobody(at: Practice, adler: Person) -> None:
    """Who opened a record for an hour does not keep it open by assigning themselves."""
    await done(await adler.http.post(f"/patients/{at.patient}/break-glass", json=BREAKING))
    assert refused(await assign(adler, at.patient, at.provider), 409, "patients.assigned-behind-glass")


async def test_only_providers_of_the_clinic(at: Practice, clinic: Clinic, other_clinic: Clinic) -> None:
    """Nobody is assigned who is not in the clinic's directory, or is suspended."""
    for nobody in (str(uuid4()), await provider_of(other_clinic)):
        assert refused(await assign(clinic.front_desk, at.patient, nobody), 404, "request.not-found")
    await done(await clinic.owner.http.post(f"/providers/{at.provider}/suspend", json={"reason": "Under review"}))
    answer = await assign(clinic.front_desk, at.patient, at.provider)
    assert refused(answer, 409, "patients.assignee-suspended")


async def test_who_sees_whose_team(at: Practice, adler: Person, clinic: Clinic, stack: Stack) -> None:
    """The desk and the patient see the team; a clinician sees whom they are assigned to, and the teams of their own."""
    mia = await stack.somebody(clinic, Role.PATIENT, patient=UUID(at.patient))
    await done(await assign(clinic.front_desk, at.patient, at.provider, ends_at="2031-01-01T00:00:00Z"))
    (shown,) = await team(clinic.front_desk, patient=at.patient)
    assert (shown["provider"], shown["role"], shown["ends_at"]) == (at.provider, "primary", "2031-01-01T00:00:00Z")
    assert await team(mia) == await team(adler) == await team(adler, patient=at.patient) == [shown]
    assert await team(clinic.clinician) == await team(clinic.patient) == []
    asking = {"patient": at.patient}
    assert refused(await clinic.clinician.http.get("/care-assignments", params=asking), 403, OUTSIDE)


async def test_an_assignment_is_ended_at_its_own_patient(at: Practice, clinic: Clinic) -> None:
    """Named with another patient, an assignment is not found: whoever cares for the one does not end the other's."""
    assigned = (await done(await assign(clinic.front_desk, at.patient, at.provider)))["id"]
    elsewhere = f"/patients/{uuid4()}/care-team/{assigned}/end"
    assert refused(await clinic.front_desk.http.post(elsewhere, json={}), 404, "request.not-found")
    assert [one["ended_at"] for one in await team(clinic.front_desk)] == [None]
