"""What is told of appointments."""

from datetime import datetime
from uuid import UUID

from application.published.fact import PublishedFact
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.values import Code


class PlannedVisit(PublishedFact, frozen=True, kw_only=True):
    """What facts that settle a visit have in common."""

    appointment: AppointmentId
    patient: PatientId
    provider: ProviderId
    room: RoomId | None
    site: SiteId | None
    starts_at: datetime
    ends_at: datetime
    visit_type: Code
    mode: Code


class AppointmentBooked(PlannedVisit, frozen=True, kw_only=True, tag="scheduling.appointment-booked"):
    """A visit was booked."""

    overbooked: bool = False
    """Whether the clinic put it on top of others, deliberately."""


class AppointmentRequested(PlannedVisit, frozen=True, kw_only=True, tag="scheduling.appointment-requested"):
    """A visit was asked for; the clinic has yet to answer."""


class AppointmentRescheduled(PlannedVisit, frozen=True, kw_only=True, tag="scheduling.appointment-rescheduled"):
    """A visit was moved; this is where it is now."""

    by: Code
    late: bool


class AppointmentApproved(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-approved"):
    """A request became a booking."""

    appointment: AppointmentId


class AppointmentDeclined(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-declined"):
    """A request was turned down."""

    appointment: AppointmentId
    patient: PatientId


class AppointmentCancelled(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-cancelled"):
    """A visit was called off."""

    appointment: AppointmentId
    patient: PatientId
    by: Code
    late: bool


class AttendanceConfirmed(PublishedFact, frozen=True, kw_only=True, tag="scheduling.attendance-confirmed"):
    """The patient said that they will come; a move opens the question again."""

    appointment: AppointmentId
    by: Code


class PatientArrived(PublishedFact, frozen=True, kw_only=True, tag="scheduling.patient-arrived"):
    """The patient is at the site, or in front of the video waiting room."""

    appointment: AppointmentId


class PatientCheckedIn(PublishedFact, frozen=True, kw_only=True, tag="scheduling.patient-checked-in"):
    """The patient is ready to be seen."""

    appointment: AppointmentId
    patient: PatientId


class AppointmentFulfilled(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-fulfilled"):
    """The visit took place."""

    appointment: AppointmentId


class AppointmentMissed(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-missed"):
    """The patient did not come."""

    appointment: AppointmentId


class AppointmentNotHeld(PublishedFact, frozen=True, kw_only=True, tag="scheduling.appointment-not-held"):
    """The visit fell through without the patient's doing; it never bills."""

    appointment: AppointmentId
    because: Code


class ReassignmentNeeded(PublishedFact, frozen=True, kw_only=True, tag="scheduling.reassignment-needed"):
    """A provider may not hold a visit that is booked with them; both sides want to know."""

    appointment: AppointmentId
    patient: PatientId
    provider: ProviderId
    because: Code


class ReassignmentSettled(PublishedFact, frozen=True, kw_only=True, tag="scheduling.reassignment-settled"):
    """The provider may hold the visit after all."""

    appointment: AppointmentId
    patient: PatientId
    provider: ProviderId


class AppointmentReassigned(PlannedVisit, frozen=True, kw_only=True, tag="scheduling.appointment-reassigned"):
    """A visit was passed on to another provider, at the time that it has: news for the patient and both providers."""

    instead_of: ProviderId
    because: Code | None


class WaitlistFact(PublishedFact, frozen=True, kw_only=True):
    """What facts of a wait have in common."""

    entry: UUID
    patient: PatientId


class WaitlistJoined(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-joined"):
    """A patient began to wait."""

    visit_type: Code
    mode: Code


class WaitlistSlotOffered(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-slot-offered"):
    """A patient who waits was offered a slot, which is kept until they answer or that time is over."""

    provider: ProviderId
    room: RoomId | None
    site: SiteId | None
    starts_at: datetime
    ends_at: datetime
    visit_type: Code
    mode: Code
    until: datetime


class WaitlistOfferPassed(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-offer-passed"):
    """The patient did not want the slot, and waits on."""


class WaitlistOfferExpired(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-offer-expired"):
    """Nobody answered the offer in time; the patient waits on."""


class WaitlistOfferAccepted(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-offer-accepted"):
    """The patient took the slot, and is booked."""

    appointment: AppointmentId


class WaitFulfilled(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.wait-fulfilled"):
    """The patient was booked for what they waited for without an offer."""

    appointment: AppointmentId


class WaitlistLeft(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.waitlist-left"):
    """The patient no longer waits."""

    by: Code


class WaitClosed(WaitlistFact, frozen=True, kw_only=True, tag="scheduling.wait-closed"):
    """The last day that the patient named went by."""


AnyFact = (
    AppointmentBooked
    | AppointmentRequested
    | AppointmentRescheduled
    | AppointmentApproved
    | AppointmentDeclined
    | AppointmentCancelled
    | AttendanceConfirmed
    | PatientArrived
    | PatientCheckedIn
    | AppointmentFulfilled
    | AppointmentMissed
    | AppointmentNotHeld
    | ReassignmentNeeded
    | ReassignmentSettled
    | AppointmentReassigned
    | WaitlistJoined
    | WaitlistSlotOffered
    | WaitlistOfferPassed
    | WaitlistOfferExpired
    | WaitlistOfferAccepted
    | WaitFulfilled
    | WaitlistLeft
    | WaitClosed
)
