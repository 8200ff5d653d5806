"""Who may do what with whose appointments, over HTTP."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from domain.shared.roles import Role
from integration.http.scheduling.practice import HOME, NINE, Practice, done, patient_of, provider_of
from integration.people import Person
from integration.stack import Stack

LATER = {"starts_at": "2030-05-15T15:00:00Z"}


@pytest.fixture
async def mia(stack: Stack, at: Practice) -> Person:
    """Sign the practice's patient in."""
    return await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(at.patient))


@pytest.fixture
async def noah(stack: Stack, at: Practice) -> Person:
    """Sign another patient in."""
    return await stack.somebody(at.clinic, Role.PATIENT, patient=UUID(await patient_of(at.clinic, "Noah")))


@pytest.fixture
async def adler(stack: Stack, at: Practice) -> Person:
    """Sign the practice's provider in."""
    return await stack.somebody(at.clinic, Role.CLINICIAN, provider=UUID(at.provider))


async def test_a_patient_books_moves_and_cancels_their_own(at: Practice, mia: Person) -> None:
    """All three, without the front desk."""
    appointment = (await done(await mia.http.post("/appointments", json=at.booking())))["id"]
    await done(await mia.http.post(f"/appointments/{appointment}/reschedule", json=LATER))
    await done(await mia.http.post(f"/appointments/{appointment}/cancel", json={"reason": "I am well again"}))
    shown = await done(await mia.http.get(f"/appointments/{appointment}"))
    assert (shown["ended_by"], shown["ended_late"], shown["closing_reason"]) == ("patient", False, "I am well again")


async def test_where_the_clinic_approves_a_patient_moves_requests_alone(at: Practice, mia: Person) -> None:
    """Before the clinic's yes a patient may choose another time; after it, the clinic alone."""
    await done(await at.clinic.owner.http.post("/booking-policy", json={"policy": {"approval_required": True}}))
    appointment = (await done(await mia.http.post("/appointments/request", json=at.booking())))["id"]
    await done(await mia.http.post(f"/appointments/{appointment}/reschedule", json=LATER))
    await done(await at.act(appointment, "approve"))
    back = {"starts_at": NINE.isoformat()}
    refused = await mia.http.post(f"/appointments/{appointment}/reschedule", json=back)
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduling.only-clinic-moves")
    await done(await at.act(appointment, "reschedule", back))


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reschedule", LATER),
        ("cancel", {}),
        ("arrive", {}),
        ("check-in", {"place": HOME}),
    ],
)
async def test_another_patients_appointment_does_not_exist(
    at: Practice, noah: Person, verb: str, body: dict[str, Any]
) -> None:
    """Whatever is tried, the answer is that of an id that nobody has."""
    appointment = await at.booked()
    tried = await noah.http.post(f"/appointments/{appointment}/{verb}", json=body)
    nobodys = await noah.http.post(f"/appointments/{at.patient}/{verb}", json=body)
    assert (tried.status_code, tried.json()["code"]) == (404, "request.not-found")
    assert _bare(tried) == _bare(nobodys)
    assert (await noah.http.get(f"/appointments/{appointment}")).status_code == 404
    assert (await noah.http.get(f"/appointments/{appointment}?as_of=2030-05-14T09:00:00Z")).status_code == 404


def _bare(problem: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in problem.json().items() if name not in ("id", "instance")}


async def test_nobody_books_for_another_patient(at: Practice, noah: Person) -> None:
    """Neither an appointment, nor a request, nor a hold."""
    for path, body in (
        ("/appointments", at.booking()),
        ("/appointments/request", at.booking()),
        ("/holds", {"visit": at.booking()["visit"], "patient": at.patient}),
    ):
        assert (await noah.http.post(path, json=body)).status_code == 404
    assert "2030-05-15T13:00:00Z" in await at.slots()


@pytest.mark.parametrize("verb", ["approve", "decline", "fulfil", "mark-no-show", "mark-not-held"])
async def test_what_is_the_clinics_to_say(at: Practice, mia: Person, verb: str) -> None:
    """A patient neither answers their own request nor says how the visit ended."""
    appointment = await at.booked()
    bodies = {"decline": {"reason": "No"}, "mark-not-held": {"because": "technical-failure"}}
    refused = await mia.http.post(f"/appointments/{appointment}/{verb}", json=bodies.get(verb, {}))
    assert (refused.status_code, refused.json()["code"]) == (403, "request.forbidden")


async def test_a_provider_keeps_their_own_calendar(at: Practice, adler: Person) -> None:
    """Dr Adler books for anybody with Dr Adler alone, and sets nobody else's hours."""
    other = await provider_of(at.clinic)
    body = at.booking()
    appointment = (await done(await adler.http.post("/appointments", json=body)))["id"]
    elsewhere = body | {"visit": body["visit"] | {"provider": other, "starts_at": LATER["starts_at"]}}
    assert (await adler.http.post("/appointments", json=elsewhere)).status_code == 404
    onto_another = LATER | {"provider": other}
    assert (await adler.http.post(f"/appointments/{appointment}/reschedule", json=onto_another)).status_code == 404
    hours = {"hours": [{"weekday": "monday", "opens": "09:00", "closes": "12:00"}]}
    availability = "/providers/{}/availability/weekly-hours"
    assert (await adler.http.post(availability.format(other), json=hours)).status_code == 404
    await done(await adler.http.post(availability.format(at.provider), json=hours))


async def test_each_lists_their_own(at: Practice, mia: Person, noah: Person, adler: Person) -> None:
    """Patients their own, providers those who come to them, the front desk all."""
    first = await at.booked()
    visit = at.booking()["visit"] | {"provider": await provider_of(at.clinic)}
    noahs = str(noah.actor.patient)
    second = await at.booked(patient=noahs, visit=visit)

    async def listed(by: Person, **criteria: str) -> list[str]:
        page = await done(await by.http.get("/appointments", params=criteria))
        return [one["id"] for one in page["items"]]

    assert (await listed(mia), await listed(noah), await listed(adler)) == ([first], [second], [first])
    assert sorted(await listed(at.desk)) == sorted([first, second])
    assert await listed(mia, patient=noahs) == []


async def test_a_slot_search_keeps_clear_of_ones_own_visits(at: Practice, mia: Person, noah: Person) -> None:
    """Mia, who is elsewhere at nine, is not offered nine; Noah is."""
    visit = at.booking()["visit"] | {"provider": await provider_of(at.clinic)}
    await at.booked(visit=visit)
    wanted = {
        "visit_type": "follow-up-video",
        "jurisdiction": "US-NY",
        "zone": "America/New_York",
        "provider": at.provider,
        "from": NINE.isoformat(),
        "until": "2030-05-15T14:00:00Z",
    }

    async def first(by: Person) -> str:
        page = await done(await by.http.get("/slots", params=wanted))
        return str(page["items"][0]["starts_at"])

    assert (await first(mia), await first(noah)) == ("2030-05-15T13:30:00Z", "2030-05-15T13:00:00Z")
