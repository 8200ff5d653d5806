"""The states of an appointment, and the rules of passing from one to the next."""

from enum import StrEnum
from typing import Final

from domain.shared.errors import DomainError


class AppointmentStatus(StrEnum):
    """FHIR R4 AppointmentStatus (without entered-in-error: what was entered stays in the log)."""

    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked-in"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NO_SHOW = "noshow"
    WAITLIST = "waitlist"


OPEN: Final = frozenset(
    {
        AppointmentStatus.PENDING,
        AppointmentStatus.BOOKED,
        AppointmentStatus.ARRIVED,
        AppointmentStatus.CHECKED_IN,
    }
)
"""The states of an appointment that is still ahead or under way."""

AWAITED: Final = OPEN - {AppointmentStatus.CHECKED_IN}
"""The states of an appointment whose visit has yet to begin."""

TAKES_TIME: Final = OPEN | {AppointmentStatus.FULFILLED}
"""The states in which provider, room and patient are taken."""


class Party(StrEnum):
    """On whose side somebody acts; a proxy acts for the patient."""

    PATIENT = "patient"
    CLINIC = "clinic"


class NotHeldBecause(StrEnum):
    """Why a visit did not take place although the patient was not at fault."""

    PROVIDER_ABSENT = "provider-absent"
    TECHNICAL_FAILURE = "technical-failure"


class ApprovalRequired(DomainError):
    """Where the clinic approves visits, what a patient books is a request until the clinic has answered."""

    code = "scheduling.approval-required"
    mend = "Request the appointment; the clinic approves or declines it."


class OnlyClinicMoves(DomainError):
    """Where the clinic approves visits, a patient moves their requests; what is booked only the clinic moves."""

    code = "scheduling.only-clinic-moves"
    mend = "Ask the clinic to move the visit, or cancel it and request another."


class AppointmentClosed(DomainError):
    """An appointment that was fulfilled, missed, cancelled or declined stays as it is."""

    code = "scheduling.appointment-closed"
    mend = "Book a new appointment."


class NotARequest(DomainError):
    """Only a request that waits for the clinic's answer is approved or declined."""

    code = "scheduling.not-a-request"
    mend = "Read the appointment again; it was answered already or never needed an answer."


class NotYetApproved(DomainError):
    """A request is no appointment before the clinic has approved it."""

    code = "scheduling.not-yet-approved"
    mend = "Approve the request first."


class VisitHasBegun(DomainError):
    """From the start of a visit on, it is not confirmed or approved, and a patient can no longer cancel or move it."""

    code = "scheduling.visit-has-begun"
    mend = "Ask the clinic, or book a new appointment."


class PatientIsHere(DomainError):
    """A patient who has arrived is not missed, not moved, and does not arrive twice."""

    code = "scheduling.patient-is-here"
    mend = "Fulfil the visit, or cancel it with a reason."


class TooEarlyToArrive(DomainError):
    """A patient arrives and checks in from a time before the visit that the clinic sets."""

    code = "scheduling.too-early-to-arrive"
    mend = "Come back when check-in opens."


class TooEarlyToConfirm(DomainError):
    """Attendance is confirmed from a time before the visit that the clinic sets: what is said sooner says little."""

    code = "scheduling.too-early-to-confirm"
    mend = "Confirm when the time for it has come."


class AnotherSite(DomainError):
    """A patient checks in for a visit in person at the site for which it is booked."""

    code = "scheduling.another-site"
    mend = "Check the patient in at the visit's own site, or move the visit to this one first."


class NotCheckedIn(DomainError):
    """A visit is fulfilled only for a patient who has checked in."""

    code = "scheduling.not-checked-in"
    mend = "Check the patient in first: where the patient is must be attested before the visit."


class GraceNotOver(DomainError):
    """A patient is a no-show only after the clinic's grace period."""

    code = "scheduling.grace-not-over"
    mend = "Wait until the grace period is over."


class VisitNotDue(DomainError):
    """A visit fails to take place no sooner than it was due."""

    code = "scheduling.visit-not-due"
    mend = "Cancel the appointment instead."
