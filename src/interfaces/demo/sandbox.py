"""The sandbox beside the demo: its clock stands a quarter of an hour before a visit until its owner sets it."""

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from application.identity.clinics.set_clock import SetClock
from application.patients.give_consent import GiveConsent
from application.patients.register_patient import RegisterPatient
from application.patients.verify_identity import VerifyIdentity
from application.scheduling.appointments.book_appointment import BookAppointment
from application.shared.actor import Actor
from domain.patients.consent import ConsentKind
from domain.patients.verification import IdentityCheck
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.identifiers import PatientId
from domain.shared.time import TimeZone
from interfaces.demo import practice
from interfaces.demo.furnishing import employ
from interfaces.demo.people import patients
from interfaces.demo.practice import FOLLOW_UP
from interfaces.demo.stage import Stage

_NINE = time(9)
_SOON = timedelta(minutes=15)


async def play_sandbox(stage: Stage, owner: Actor) -> None:
    """Have one patient booked with one provider, on Monday at nine, and let it be a quarter to."""
    at = stage.now
    provider = await employ(stage, owner, 0, at)
    [person] = patients(1, Random("sandbox"))  # noqa: S311 - a story, not a secret
    registering = RegisterPatient(demographics=person.demographics, contacts=person.contacts)
    patient = PatientId(UUID((await stage.perform(registering, owner, "sandbox-patient", at))["id"]))
    seen = VerifyIdentity(patient=patient, method=IdentityCheck.PHOTO_ID)
    await stage.perform(seen, owner, "sandbox-identity", at)
    consent = GiveConsent(patient=patient, kind=ConsentKind.TELEHEALTH, text_version="2026-01")
    await stage.perform(consent, owner, "sandbox-consent", at)
    nine = _monday_at_nine(at)
    home = VisitPlace(jurisdiction=practice.SITE_JURISDICTION, zone=TimeZone(name=practice.ZONE))
    visit = VisitRequest(provider=provider, visit_type=FOLLOW_UP.code, starts_at=nine, place=home)
    booking = BookAppointment(patient=patient, visit=visit, whereabouts=person.whereabouts)
    await stage.perform(booking, owner, "sandbox-visit", at)
    await stage.perform(SetClock(to=nine - _SOON), owner, "sandbox-clock", at)


def _monday_at_nine(now: datetime) -> datetime:
    """Give the next Monday that is at least two days ahead, at nine by the practice's clock."""
    day = now.date() + timedelta(days=2)
    return TimeZone(name=practice.ZONE).instant(day + timedelta(days=-day.weekday() % 7), _NINE)
