"""A clinic that can be booked: a provider with hours and authority, a room, patients who may be seen by video."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from integration.http.patients.registry import phone, registered
from integration.people import Clinic, Person

NINE = datetime.fromisoformat("2030-05-15T13:00:00+00:00")
"""Nine in the morning in New York, the day after the tests' clock stands."""

HOME = {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}}
WHEREABOUTS = {
    "address": {"street": "5 Elm Street", "city": "Albany", "postal_code": "12207", "country": "US"},
    "call_back": {"number": "+12025550123"},
    "emergency_contact": {"name": {"family": "Okafor", "given": "Ada"}, "phone": {"number": "+12025550124"}},
}
VIDEO = {
    "code": "follow-up-video",
    "name": "Follow-up by video",
    "mode": "video",
    "length_minutes": 30,
    "price": {"minor": 6500, "currency": "USD"},
}
IN_PERSON = VIDEO | {"code": "examination", "name": "Examination", "mode": "in_person"}
WEEKLY = {
    "rule": {"repeats": "weekly", "weekdays": ["wednesday"]},
    "first_day": "2030-05-22",
    "at": "11:00",
    "count": 4,
}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def done(answer: httpx.Response) -> dict[str, Any]:
    """Give the body of an answer that is a success."""
    assert answer.status_code in (200, 201), answer.text
    body: dict[str, Any] = answer.json()
    return body


@dataclass(frozen=True, slots=True)
class Practice:
    """The clinic's front desk, and what it books."""

    clinic: Clinic
    provider: str
    patient: str
    room: str
    site: str

    @property
    def desk(self) -> Person:
        """Who books."""
        return self.clinic.front_desk

    def booking(self, at: datetime = NINE, **other: Any) -> dict[str, Any]:
        """Give the body that books a visit by video."""
        visit = {"provider": self.provider, "visit_type": "follow-up-video", "starts_at": at.isoformat(), "place": HOME}
        return {"patient": self.patient, "visit": visit, "whereabouts": WHEREABOUTS} | other

    async def book(self, at: datetime = NINE, **other: Any) -> httpx.Response:
        """Book."""
        return await self.desk.http.post("/appointments", json=self.booking(at, **other))

    async def booked(self, at: datetime = NINE, **other: Any) -> str:
        """Book, and give the appointment's id."""
        return str((await done(await self.book(at, **other)))["id"])

    def series(self, **recurrence: Any) -> dict[str, Any]:
        """Give the body that books four weekly visits by video: Wednesdays at eleven, from next week on."""
        visit = {"provider": self.provider, "visit_type": "follow-up-video", "place": HOME}
        return {
            "patient": self.patient,
            "visit": visit,
            "recurrence": WEEKLY | recurrence,
            "whereabouts": WHEREABOUTS,
        }

    async def book_series(self, body: dict[str, Any] | None = None) -> httpx.Response:
        """Book a series."""
        return await self.desk.http.post("/series", json=body or self.series())

    async def series_booked(self, body: dict[str, Any] | None = None) -> str:
        """Book a series, and give its id."""
        return str((await done(await self.book_series(body)))["id"])

    def wait(self, patient: str | None = None, **wish: Any) -> dict[str, Any]:
        """Give the body that joins the waitlist, for a visit by video on the next days unless said."""
        usual = {
            "visit_type": "follow-up-video",
            "mode": "video",
            "place": HOME,
            "first_day": "2030-05-15",
            "last_day": "2030-05-31",
        }
        if wish.get("visit_type") == "examination":
            usual |= {"mode": "in_person", "place": HOME | {"site": self.site}}
        return {"patient": patient or self.patient, "wish": usual | wish, "whereabouts": WHEREABOUTS}

    async def waits(self, patient: str | None = None, **wish: Any) -> str:
        """Have a patient join the waitlist, and give the wait's id."""
        return str((await done(await self.desk.http.post("/waitlist", json=self.wait(patient, **wish))))["id"])

    async def act(self, appointment: str, verb: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Do something with an appointment."""
        return await self.desk.http.post(f"/appointments/{appointment}/{verb}", json=body or {})

    async def status(self, appointment: str) -> str:
        """Read how far an appointment has come."""
        return str((await done(await self.desk.http.get(f"/appointments/{appointment}")))["status"])

    async def slots(self, at: datetime = NINE, hours: int = 3, **other: Any) -> list[str]:
        """Search the provider's free slots, and give their starts."""
        parameters = {
            "visit_type": "follow-up-video",
            "jurisdiction": "US-NY",
            "zone": "America/New_York",
            "from": at.isoformat(),
            "until": (at + timedelta(hours=hours)).isoformat(),
        }
        page = await done(await self.desk.http.get("/slots", params=parameters | other))
        return [slot["starts_at"] for slot in page["items"]]


async def practice(clinic: Clinic) -> Practice:
    """Set up everything that a booking needs."""
    provider = await provider_of(clinic)
    site = (await done(await clinic.owner.http.post("/clinic/sites", json=SITE)))["site"]
    room = (await done(await clinic.owner.http.post(f"/clinic/sites/{site}/rooms", json={"name": "Room 1"})))["room"]
    return Practice(clinic, provider, await patient_of(clinic), room, site)


SITE = {
    "name": "Main Street",
    "address": {"street": "12 Main Street", "city": "Albany", "postal_code": "12207", "country": "US"},
    "jurisdiction": "US-NY",
    "zone": {"name": "America/New_York"},
}


async def provider_of(clinic: Clinic) -> str:
    """Add a provider who works every day from nine to five and may practise in New York."""
    http = clinic.owner.http
    added = await http.post(
        "/providers",
        json={
            "name": {"family": "Adler", "given": "Judith"},
            "profile": {"zone": {"name": "America/New_York"}, "languages": ["en"], "specialties": ["family-medicine"]},
        },
    )
    provider = (await done(added))["id"]
    licence = {"kind": "license", "profession": "physician", "jurisdiction": "US-NY", "valid_from": "2020-01-01"}
    await done(await http.post(f"/providers/{provider}/authorities", json={"authority": licence, "number": "MD-1"}))
    for visit_type in (VIDEO, IN_PERSON):
        await done(await http.post(f"/providers/{provider}/visit-types", json={"visit_type": visit_type}))
    hours = [{"weekday": weekday, "opens": "09:00", "closes": "17:00"} for weekday in WEEK]
    await done(await http.post(f"/providers/{provider}/availability/weekly-hours", json={"hours": hours}))
    return str(provider)


async def patient_of(clinic: Clinic, given: str = "Mia", mobile: str = "+12025550123", **who: str) -> str:
    """Register a patient whose identity is verified and who agreed to telehealth."""
    patient = await registered(clinic.front_desk, phone(mobile), given=given, **who)
    http = clinic.front_desk.http
    await done(await http.post(f"/patients/{patient}/verify-identity", json={"method": "photo-id"}))
    consent = {"kind": "telehealth", "text_version": "2030-01"}
    await done(await http.post(f"/patients/{patient}/consents", json=consent))
    return patient
