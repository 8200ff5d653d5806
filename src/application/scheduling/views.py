"""What the API shows of the calendar."""

from uuid import UUID

from application.scheduling.streams import booking_rules_of
from application.shared.query import View, Withheld
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentStatus, NotHeldBecause, Party
from domain.scheduling.appointments.planned_visit import Reason
from domain.scheduling.appointments.reassignment import ReassignmentCause
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.scheduling.calendars.link import CalendarLink, CalendarLinkId
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.booking_policy import BookingPolicy, ClinicBookingRules
from domain.scheduling.hours.working_hours import WorkingRules
from domain.scheduling.series.occurrence import SeriesId, WallSlot
from domain.scheduling.slots.hold import Hold, HoldId, HoldStatus
from domain.shared.identifiers import AppointmentId, ClinicId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.money import Money
from domain.shared.time import Instant
from domain.shared.visits import VisitMode, VisitTypeCode


class AppointmentView(View, frozen=True, kw_only=True):
    """An appointment. Its states are FHIR's."""

    id: AppointmentId
    version: int
    created_at: Instant
    updated_at: Instant
    status: AppointmentStatus
    patient: PatientId
    provider: ProviderId
    room: RoomId | None
    visit_type: VisitTypeCode
    mode: VisitMode
    price: Money | None
    starts_at: Instant
    ends_at: Instant
    """When the visit ends; buffers come on top."""
    place: VisitPlace
    hold: HoldId | None
    """The hold that it was booked from."""
    overbooked: bool = False
    """Whether the clinic put it on top of others, deliberately."""
    overbooked_because: Reason | None = None
    attendance_confirmed_by: Party | None = None
    """Who recorded that the patient will come."""
    ended_by: Party | None
    ended_late: bool
    """Whether the patient called it off with less than the clinic's notice."""
    not_held_because: NotHeldBecause | None
    whereabouts: Whereabouts | None
    reason: Reason | None
    """Why the patient comes."""
    closing_reason: Reason | None
    """Why it was declined or cancelled."""
    series: SeriesId | None = None
    """The series of which it is an occurrence."""
    series_slot: WallSlot | None = None
    """The slot that its series gave it, whether or not it still takes place then."""
    is_set_apart: bool = False
    """Whether it was moved on its own, and is an exception of its series."""
    needs_reassignment: ReassignmentCause | None = None
    """Why the visit, which has yet to begin, needs another provider."""
    withheld: Withheld = ()
    """The fields that hold nothing here because they are clinical, and not for the reader's role."""

    @classmethod
    def of(cls, appointment: Appointment) -> "AppointmentView":
        """Show an appointment as it stands."""
        visit = appointment.visit
        span = visit.span
        return cls(
            id=AppointmentId(appointment.id),
            version=appointment.version,
            created_at=appointment.created_on,
            updated_at=appointment.modified_on,
            status=appointment.status,
            patient=appointment.patient,
            provider=visit.provider,
            room=visit.room,
            visit_type=visit.visit_type.code,
            mode=visit.visit_type.mode,
            price=visit.visit_type.price,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            place=visit.place,
            hold=appointment.hold,
            overbooked=appointment.lane > 0,
            overbooked_because=appointment.overbooked_because,
            attendance_confirmed_by=appointment.attendance_confirmed_by,
            ended_by=appointment.ended_by,
            ended_late=appointment.ended_late,
            not_held_because=appointment.not_held_because,
            whereabouts=appointment.whereabouts,
            reason=appointment.reason,
            closing_reason=appointment.closing_reason,
            series=appointment.occurrence.series if appointment.occurrence is not None else None,
            series_slot=appointment.occurrence.slot if appointment.occurrence is not None else None,
            is_set_apart=appointment.is_set_apart,
            needs_reassignment=appointment.needs_reassignment,
        )


class HoldView(View, frozen=True, kw_only=True):
    """A slot kept free for a short while. One whose ``expires_at`` is past no longer keeps anything."""

    id: HoldId
    version: int
    placed_at: Instant
    updated_at: Instant
    status: HoldStatus
    patient: PatientId | None
    provider: ProviderId
    room: RoomId | None
    visit_type: VisitTypeCode
    starts_at: Instant
    ends_at: Instant
    place: VisitPlace
    expires_at: Instant
    appointment: AppointmentId | None
    """The appointment that it became."""

    @classmethod
    def of(cls, hold: Hold) -> "HoldView":
        """Show a hold as it stands."""
        visit = hold.visit
        span = visit.span
        return cls(
            id=HoldId(hold.id),
            version=hold.version,
            placed_at=hold.created_on,
            updated_at=hold.modified_on,
            status=hold.status,
            patient=hold.patient,
            provider=visit.provider,
            room=visit.room,
            visit_type=visit.visit_type.code,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            place=visit.place,
            expires_at=hold.expires_at,
            appointment=hold.appointment,
        )


class AvailabilityView(View, frozen=True, kw_only=True):
    """When a provider works."""

    id: UUID
    version: int
    opened_at: Instant
    updated_at: Instant
    provider: ProviderId
    rules: WorkingRules

    @classmethod
    def of(cls, availability: Availability) -> "AvailabilityView":
        """Show a provider's hours as they stand."""
        return cls(
            id=availability.id,
            version=availability.version,
            opened_at=availability.created_on,
            updated_at=availability.modified_on,
            provider=availability.provider,
            rules=availability.rules,
        )


class BookingPolicyView(View, frozen=True, kw_only=True):
    """How the clinic lets visits be booked. Version 0 is the default, which the clinic has not touched."""

    id: UUID
    version: int
    updated_at: Instant | None
    policy: BookingPolicy

    @classmethod
    def of(cls, rules: ClinicBookingRules) -> "BookingPolicyView":
        """Show the policy as it stands."""
        return cls(id=rules.id, version=rules.version, updated_at=rules.modified_on, policy=rules.policy)

    @classmethod
    def untouched(cls, clinic: ClinicId) -> "BookingPolicyView":
        """Show the default to a clinic that has set none."""
        return cls(id=booking_rules_of(clinic), version=0, updated_at=None, policy=BookingPolicy.default())


class CalendarLinkView(View, frozen=True, kw_only=True):
    """A link by which a calendar program reads the visits of a provider or of a patient."""

    id: CalendarLinkId
    version: int
    issued_at: Instant
    updated_at: Instant
    provider: ProviderId | None
    patient: PatientId | None
    revoked_at: Instant | None

    @classmethod
    def of(cls, link: CalendarLink) -> "CalendarLinkView":
        """Show a link as it stands."""
        return cls(
            id=CalendarLinkId(link.id),
            version=link.version,
            issued_at=link.created_on,
            updated_at=link.modified_on,
            provider=link.provider,
            patient=link.patient,
            revoked_at=link.revoked_at,
        )


class DayBoardLine(View, frozen=True, kw_only=True):
    """One visit on the clinic's day. Ids and codes only."""

    appointment: AppointmentId
    starts_at: Instant
    ends_at: Instant
    status: AppointmentStatus
    patient: PatientId
    provider: ProviderId
    room: RoomId | None
    site: SiteId | None
    visit_type: VisitTypeCode
    mode: VisitMode
    overbooked: bool = False
    """Whether the clinic put it on top of others, deliberately."""
    attendance_confirmed: bool = False
    """Whether the patient said that they will come."""
    needs_reassignment: ReassignmentCause | None = None
    """Why the visit needs another provider."""

    @classmethod
    def of(cls, appointment: Appointment) -> "DayBoardLine":
        """Show an appointment as a line."""
        visit = appointment.visit
        return cls(
            appointment=AppointmentId(appointment.id),
            starts_at=visit.span.starts_at,
            ends_at=visit.span.ends_at,
            status=appointment.status,
            patient=appointment.patient,
            provider=visit.provider,
            room=visit.room,
            site=visit.place.site,
            visit_type=visit.visit_type.code,
            mode=visit.visit_type.mode,
            overbooked=appointment.lane > 0,
            attendance_confirmed=appointment.attendance_confirmed_by is not None,
            needs_reassignment=appointment.needs_reassignment,
        )
