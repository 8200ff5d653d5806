"""Which of the calendar's facts others hear of, and how."""

from typing import Any, Final

from application.published import scheduling as published
from application.published.fact import Publishes
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.scheduling.waitlist.entry import WaitlistEntry
from domain.shared.identifiers import AppointmentId, PatientId


def _visit(appointment: AppointmentId, patient: PatientId, visit: PlannedVisit) -> dict[str, Any]:
    return {"appointment": appointment, "patient": patient, **_slot(visit)}


def _slot(visit: PlannedVisit) -> dict[str, Any]:
    return {
        "provider": visit.provider,
        "room": visit.room,
        "site": visit.place.site,
        "starts_at": visit.span.starts_at,
        "ends_at": visit.span.ends_at,
        "visit_type": visit.visit_type.code,
        "mode": visit.visit_type.mode.value,
    }


def _wait(fact: Any) -> dict[str, Any]:
    return {"entry": fact.originator_id, "patient": fact.patient}


PUBLISHES: Final[Publishes] = {
    Appointment.Booked: lambda fact: published.AppointmentBooked(
        **_visit(fact.originator_id, fact.patient, fact.visit)
    ),
    Appointment.Overbooked: lambda fact: published.AppointmentBooked(
        **_visit(fact.originator_id, fact.patient, fact.visit), overbooked=True
    ),
    Appointment.Requested: lambda fact: published.AppointmentRequested(
        **_visit(fact.originator_id, fact.patient, fact.visit)
    ),
    Appointment.Rescheduled: lambda fact: published.AppointmentRescheduled(
        **_visit(fact.originator_id, fact.patient, fact.visit), by=fact.by.value, late=fact.late
    ),
    Appointment.Approved: lambda fact: published.AppointmentApproved(appointment=fact.originator_id),
    Appointment.Declined: lambda fact: published.AppointmentDeclined(
        appointment=fact.originator_id, patient=fact.patient
    ),
    Appointment.Cancelled: lambda fact: published.AppointmentCancelled(
        appointment=fact.originator_id, patient=fact.patient, by=fact.by.value, late=fact.late
    ),
    Appointment.AttendanceConfirmed: lambda fact: published.AttendanceConfirmed(
        appointment=fact.originator_id, by=fact.by.value
    ),
    Appointment.Arrived: lambda fact: published.PatientArrived(appointment=fact.originator_id),
    Appointment.CheckedIn: lambda fact: published.PatientCheckedIn(
        appointment=fact.originator_id, patient=fact.patient
    ),
    Appointment.Fulfilled: lambda fact: published.AppointmentFulfilled(appointment=fact.originator_id),
    Appointment.Missed: lambda fact: published.AppointmentMissed(appointment=fact.originator_id),
    Appointment.NotHeld: lambda fact: published.AppointmentNotHeld(
        appointment=fact.originator_id, because=fact.because.value
    ),
    Appointment.ReassignmentNeeded: lambda fact: published.ReassignmentNeeded(
        appointment=fact.originator_id, patient=fact.patient, provider=fact.provider, because=fact.because.value
    ),
    Appointment.ReassignmentSettled: lambda fact: published.ReassignmentSettled(
        appointment=fact.originator_id, patient=fact.patient, provider=fact.provider
    ),
    Appointment.Reassigned: lambda fact: published.AppointmentReassigned(
        **_visit(fact.originator_id, fact.patient, fact.visit),
        instead_of=fact.instead_of,
        because=fact.because.value if fact.because is not None else None,
    ),
    WaitlistEntry.Joined: lambda fact: published.WaitlistJoined(
        **_wait(fact), visit_type=fact.wish.visit_type, mode=fact.wish.mode.value
    ),
    WaitlistEntry.Offered: lambda fact: published.WaitlistSlotOffered(
        **_wait(fact), **_slot(fact.offer.visit), until=fact.offer.until
    ),
    WaitlistEntry.Passed: lambda fact: published.WaitlistOfferPassed(**_wait(fact)),
    WaitlistEntry.OfferExpired: lambda fact: published.WaitlistOfferExpired(**_wait(fact)),
    WaitlistEntry.Accepted: lambda fact: published.WaitlistOfferAccepted(**_wait(fact), appointment=fact.appointment),
    WaitlistEntry.Fulfilled: lambda fact: published.WaitFulfilled(**_wait(fact), appointment=fact.appointment),
    WaitlistEntry.Left: lambda fact: published.WaitlistLeft(**_wait(fact), by=fact.by.value),
    WaitlistEntry.Closed: lambda fact: published.WaitClosed(**_wait(fact)),
}
