"""What the API shows of the waitlist."""

from application.shared.query import View, Withheld
from domain.scheduling.appointments.lifecycle import AppointmentStatus, Party
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.waitlist.entry import LetGo, Offer, Urgency, WaitlistEntry, WaitlistEntryId, WaitlistStatus
from domain.scheduling.waitlist.wish import DayPart
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId, RoomId
from domain.shared.languages import LanguageTag
from domain.shared.specialties import Specialty
from domain.shared.time import Day, Instant
from domain.shared.visits import VisitMode, VisitTypeCode


class OfferView(View, frozen=True, kw_only=True):
    """A slot that is kept for a patient until they answer."""

    hold: HoldId
    provider: ProviderId
    room: RoomId | None
    starts_at: Instant
    ends_at: Instant

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        """Show an offer."""
        span = offer.visit.span
        return cls(
            hold=offer.hold,
            provider=offer.visit.provider,
            room=offer.visit.room,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
        )


class WaitlistEntryView(View, frozen=True, kw_only=True):
    """A patient's wait for a kind of visit."""

    id: WaitlistEntryId
    version: int
    joined_at: Instant
    updated_at: Instant
    status: WaitlistStatus
    appointment_status: AppointmentStatus
    """The state of FHIR's Appointment in which others would show it."""
    patient: PatientId
    provider: ProviderId | None
    """Whose calendar it concerns: that of the offer, else of the only provider whom the patient would see."""
    visit_type: VisitTypeCode
    mode: VisitMode
    place: VisitPlace
    first_day: Day
    last_day: Day
    day_parts: tuple[DayPart, ...]
    providers: tuple[ProviderId, ...]
    """Whom the patient would see; none named means anybody."""
    specialty: Specialty | None
    language: LanguageTag | None
    urgency: Urgency
    offer: OfferView | None
    offer_until: Instant | None
    """From this instant on the offer can no longer be accepted."""
    let_go: tuple[LetGo, ...]
    """What was offered and not taken."""
    appointment: AppointmentId | None
    """What the wait led to."""
    left_by: Party | None
    whereabouts: Whereabouts | None
    reason: Reason | None
    """Why the patient would come."""
    withheld: Withheld = ()
    """The fields that hold nothing here because they are clinical, and not for the reader's role."""

    @classmethod
    def of(cls, entry: WaitlistEntry) -> "WaitlistEntryView":
        """Show a wait as it stands."""
        wish, offer = entry.wish, entry.offer
        return cls(
            id=WaitlistEntryId(entry.id),
            version=entry.version,
            joined_at=entry.created_on,
            updated_at=entry.modified_on,
            status=entry.status,
            appointment_status=entry.status.as_appointment,
            patient=entry.patient,
            provider=entry.provider,
            visit_type=wish.visit_type,
            mode=wish.mode,
            place=wish.place,
            first_day=wish.first_day,
            last_day=wish.last_day,
            day_parts=wish.day_parts,
            providers=wish.providers,
            specialty=wish.specialty,
            language=wish.language,
            urgency=entry.urgency,
            offer=OfferView.of(offer) if offer is not None else None,
            offer_until=offer.until if offer is not None else None,
            let_go=entry.let_go,
            appointment=entry.appointment,
            left_by=entry.left_by,
            whereabouts=entry.whereabouts,
            reason=entry.reason,
        )


class WaitlistLine(View, frozen=True, kw_only=True):
    """A wait, and how far ahead in line it stands."""

    entry: WaitlistEntryView
    position: int | None
    """Counted from 1 among all who wait for the same kind of visit; null for who no longer waits."""
