"""The clinic answers a request: by then what protects the patient may no longer hold."""

from typing import Any
from uuid import UUID

from application.scheduling.appointments.approve_appointment import ApproveAppointment
from application.scheduling.appointments.decline_appointment import DeclineAppointment
from application.scheduling.appointments.note_arrival import NoteArrival
from application.scheduling.appointments.request_appointment import RequestAppointment
from application.scheduling.hours.add_time_off import AddTimeOff
from domain.patients.consent import ConsentKind, SaidByPatient
from domain.patients.patient import Patient
from domain.providers.authority import AuthorityId
from domain.providers.provider import Provider
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import TelehealthConsentMissing
from domain.scheduling.appointments.lifecycle import AppointmentStatus, NotYetApproved
from domain.shared.identifiers import AppointmentId
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import DR_LEE, HOME, MIA, MONDAY_NOON, NINE, TEN, asking

TUESDAY = NINE.date()

withdrawn = Patient.ConsentWithdrawn(
    kind=ConsentKind.TELEHEALTH, withdrawn_by=SaidByPatient(), withdrawn_at=MONDAY_NOON
)
revoked = Provider.AuthorityRevoked(authority_id=AuthorityId(UUID(int=1)), on=TUESDAY)


async def asked(clinic: FrontDesk, **visit: Any) -> AppointmentId:
    """Let Mia ask Dr Lee for a visit by video at nine, unless said."""
    request = RequestAppointment(patient=MIA, visit=asking(**visit), whereabouts=HOME)
    return AppointmentId(UUID((await clinic.do(request, clinic.mia))["id"]))


async def test_a_request_is_answered() -> None:
    """Approved it is an appointment; before that nobody arrives for it. Declined it gives its time back."""
    clinic = await FrontDesk().opens()
    declined = await asked(clinic)
    await clinic.refuses(NoteArrival(appointment=declined), clinic.desk, NotYetApproved)
    await clinic.do(DeclineAppointment(appointment=declined, reason="See the laboratory first"), clinic.desk)
    approved = await asked(clinic)
    await clinic.do(ApproveAppointment(appointment=approved), clinic.dr_lee)
    assert (await clinic.shown(approved)).status is AppointmentStatus.BOOKED


async def test_consent_is_asked_again() -> None:
    """Who took back the consent to telehealth since asking is not approved for video, and the request still waits."""
    clinic = await FrontDesk().opens()
    request = await asked(clinic)
    clinic.tell(Patient, MIA, withdrawn)
    await clinic.refuses(ApproveAppointment(appointment=request), clinic.desk, TelehealthConsentMissing)
    assert (await clinic.shown(request)).status is AppointmentStatus.PENDING


async def test_authority_is_asked_again() -> None:
    """A provider whose licence ended since the request is not approved for the days after."""
    clinic = await FrontDesk().opens()
    request = await asked(clinic, starts_at=TEN)
    clinic.tell(Provider, DR_LEE, revoked)
    await clinic.refuses(ApproveAppointment(appointment=request), clinic.dr_lee, NotAuthorizedThere)


async def test_hours_and_notice_are_not_asked_again() -> None:
    """The time is the request's already: a day off entered since, and short notice, are the clinic's own affair."""
    clinic = await FrontDesk().opens()
    request = await asked(clinic)
    await clinic.do(AddTimeOff(provider=DR_LEE, first_day=TUESDAY, last_day=TUESDAY), clinic.desk)
    await clinic.has(minimum_notice_minutes=30 * 24 * 60)
    await clinic.do(ApproveAppointment(appointment=request), clinic.desk)
