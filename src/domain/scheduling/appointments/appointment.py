"""An appointment, from the request or booking to its end. Its states are FHIR's."""

from datetime import datetime
from typing import Any, Self

from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Reservation
from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.eligibility import PatientStanding, demand_can_attend, needed, patient_refusals
from domain.scheduling.appointments.handover import SameProvider
from domain.scheduling.appointments.lifecycle import AppointmentStatus, ApprovalRequired, NotHeldBecause, Party
from domain.scheduling.appointments.planned_visit import PlannedVisit, Reason
from domain.scheduling.appointments.progress import Progress
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.reassignment import ReassignmentCause, reassignment_cause
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.series.occurrence import Occurrence
from domain.scheduling.slots.hold import HoldId
from domain.shared.aggregate import Aggregate, CreatedFact, event
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId


class Appointment(Aggregate):
    """One patient's visit on the calendar. A booked instant never moves because a rule or a zone changed."""

    class Booked(Aggregate.Created, frozen=True, kw_only=True):
        """A visit was booked at once."""

        patient: PatientId
        visit: PlannedVisit
        whereabouts: Whereabouts | None = None
        reason: Reason | None = None
        hold: HoldId | None = None

    class Requested(Aggregate.Created, frozen=True, kw_only=True):
        """A visit was asked for; its time is taken while the clinic considers it."""

        patient: PatientId
        visit: PlannedVisit
        whereabouts: Whereabouts | None = None
        reason: Reason | None = None
        hold: HoldId | None = None

        def apply(self, aggregate: Any) -> None:
            """Make the new appointment a pending one."""
            aggregate.status = AppointmentStatus.PENDING

    class Overbooked(Aggregate.Created, frozen=True, kw_only=True):
        """A visit was booked on top of others, by a decision of the clinic."""

        patient: PatientId
        visit: PlannedVisit
        lane: int
        because: Reason
        whereabouts: Whereabouts | None = None
        reason: Reason | None = None

        def apply(self, aggregate: Any) -> None:
            """Put the new appointment's time beside that of the others."""
            aggregate.lane, aggregate.overbooked_because = self.lane, self.because

    class Approved(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic said yes to a request."""

    class Declined(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic said no to a request."""

        patient: PatientId
        reason: Reason

    class Rescheduled(Aggregate.Event, frozen=True, kw_only=True):
        """The visit was moved, in one step, to another time, provider or room."""

        patient: PatientId
        visit: PlannedVisit
        whereabouts: Whereabouts | None = None
        by: Party
        late: bool
        """Whether a patient moved it with less than the cancellation notice."""

    class Cancelled(Aggregate.Event, frozen=True, kw_only=True):
        """The visit was called off."""

        patient: PatientId
        by: Party
        late: bool
        """Whether a patient called it off with less than the cancellation notice."""

        reason: Reason | None = None

    class AttendanceConfirmed(Aggregate.Event, frozen=True, kw_only=True):
        """The patient said that they will come, themselves or to the clinic."""

        by: Party
        """Who recorded it."""

    class Arrived(Aggregate.Event, frozen=True, kw_only=True):
        """The patient is at the site, or in front of the video waiting room."""

    class CheckedIn(Aggregate.Event, frozen=True, kw_only=True):
        """The patient attested anew where they are, and is ready to be seen."""

        patient: PatientId
        place: VisitPlace
        whereabouts: Whereabouts | None = None

    class Fulfilled(Aggregate.Event, frozen=True, kw_only=True):
        """The visit took place."""

    class Missed(Aggregate.Event, frozen=True, kw_only=True):
        """The patient did not come (FHIR: noshow)."""

    class NotHeld(Aggregate.Event, frozen=True, kw_only=True):
        """The visit did not take place, and not through the patient; it never bills (FHIR: cancelled)."""

        because: NotHeldBecause

    class JoinedSeries(Aggregate.Event, frozen=True, kw_only=True):
        """The visit stands in a slot of a series: at first, and again when it moves along with the series."""

        occurrence: Occurrence

    class SetApart(Aggregate.Event, frozen=True, kw_only=True):
        """The visit was moved on its own; from now on it is an exception of its series."""

    class ReassignmentNeeded(Aggregate.Event, frozen=True, kw_only=True):
        """The provider may not hold the visit, by what is known today: another one is needed."""

        patient: PatientId
        provider: ProviderId
        because: ReassignmentCause

    class ReassignmentSettled(Aggregate.Event, frozen=True, kw_only=True):
        """The provider may hold the visit after all."""

        patient: PatientId
        provider: ProviderId

    class Reassigned(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic passed the visit on to another provider, at the time that it has."""

        patient: PatientId
        visit: PlannedVisit
        instead_of: ProviderId
        because: ReassignmentCause | None
        """Why it needed another provider, where that was noted."""

    @classmethod
    def book(
        cls,
        id: AppointmentId,
        admission: Admission,
        *,
        by: Party,
        reason: Reason | None = None,
        hold: HoldId | None = None,
    ) -> Self:
        """Book a visit that the desk admitted. Raises ``ApprovalRequired``; what the clinic books needs no approval."""
        if admission.needs_approval and by is Party.PATIENT:
            raise ApprovalRequired
        return cls._admitted(cls.Booked, id, admission, reason=reason, hold=hold)

    @classmethod
    def overbook(
        cls, id: AppointmentId, admission: Admission, *, because: Reason, reason: Reason | None = None
    ) -> Self:
        """Book a visit that the desk admitted on top of others; why is kept with it."""
        return cls._admitted(cls.Overbooked, id, admission, reason=reason, lane=admission.lane, because=because)

    @classmethod
    def request(
        cls, id: AppointmentId, admission: Admission, *, reason: Reason | None = None, hold: HoldId | None = None
    ) -> Self:
        """Ask the clinic for a visit that the desk admitted; its time is taken until the clinic answers."""
        return cls._admitted(cls.Requested, id, admission, reason=reason, hold=hold)

    @classmethod
    def _admitted(cls, fact: type[CreatedFact], id: AppointmentId, admission: Admission, **said: object) -> Self:
        return cls._create(
            fact, id=id, patient=admission.patient, visit=admission.visit, whereabouts=admission.whereabouts, **said
        )

    def join(self, occurrence: Occurrence) -> None:
        """Take a slot in a series."""
        self._joined_series(occurrence=occurrence)

    def approve(self, standing: PatientStanding, *, provider: ProviderStanding, now: datetime) -> None:
        """Say yes to a request, if what protects the patient still holds. Its time is taken already.

        Raises ``NotARequest``, ``VisitHasBegun``, ``PatientDeactivated``, ``TelehealthConsentMissing``,
        ``IdentityNotVerified``, ``ProviderSuspended``, ``ProviderLeaves`` and ``NotAuthorizedThere``.
        """
        self.progress.demand_approvable(now)
        for refusal in patient_refusals(standing, self.visit.visit_type.mode):
            raise refusal
        provider.demand(self.visit.place, self.visit.starts_at)
        self._approved()

    def decline(self, reason: Reason) -> None:
        """Say no to a request, and give its time back. Raises ``NotARequest``."""
        self.progress.demand_request()
        self._declined(patient=self.patient, reason=reason)

    def reschedule(
        self, admission: Admission, *, by: Party, policy: BookingPolicy, now: datetime, along: Occurrence | None = None
    ) -> None:
        """Move the visit to what the desk admitted for this appointment; a request stays a request.

        What was overbooked takes a time of its own and is so no longer. Nothing happens if nothing changes; whereabouts
        alone are no move. ``along`` is its new slot where it moves with its series; whoever is moved on their own is an
        exception of it. Raises ``AppointmentClosed``, ``PatientIsHere``, ``VisitHasBegun`` and ``OnlyClinicMoves``.
        """
        self.progress.demand_movable(by, now)
        stays = admission.visit == self.visit
        if stays and admission.whereabouts == self.whereabouts and along in {None, self.occurrence}:
            return
        if admission.needs_approval and not stays:
            self.progress.demand_theirs_to_move(by)
        late = self.progress.is_late(by, policy, now)
        self._rescheduled(
            patient=self.patient, visit=admission.visit, whereabouts=admission.whereabouts, by=by, late=late
        )
        if along is not None:
            self._joined_series(occurrence=along)
        elif self._goes_along and not stays:
            self._set_apart()

    def cancel(self, *, by: Party, policy: BookingPolicy, now: datetime, reason: Reason | None = None) -> None:
        """Call the visit off. Only a patient can do so late. Raises ``AppointmentClosed``, ``VisitHasBegun``."""
        self.progress.demand_cancellable(by, now)
        self._cancelled(patient=self.patient, by=by, late=self.progress.is_late(by, policy, now), reason=reason)

    def confirm_attendance(self, *, by: Party, policy: BookingPolicy, now: datetime) -> None:
        """Note that the patient will come. Said again, nothing happens; a move asks anew.

        Raises ``AppointmentClosed``, ``NotYetApproved``, ``PatientIsHere``, ``VisitHasBegun``, ``TooEarlyToConfirm``.
        """
        self.progress.demand_confirmable(policy, now)
        if self.attendance_confirmed_by is None:
            self._attendance_confirmed(by=by)

    def arrive(self, policy: BookingPolicy, now: datetime) -> None:
        """Note that the patient is here. Raises as ``check_in`` does, and ``PatientIsHere`` the second time."""
        self.progress.demand_arrivable(policy, now)
        self._arrived()

    def check_in(  # noqa: PLR0913 - who attests what, held against what
        self,
        place: VisitPlace,
        whereabouts: Whereabouts | None,
        standing: PatientStanding,
        *,
        provider: ProviderStanding,
        policy: BookingPolicy,
        now: datetime,
    ) -> None:
        """Take the patient's attestation of where they are now, and let the visit start there.

        What a visit by video needs of the patient is asked again: a consent may have been withdrawn since the booking.

        Raises ``AppointmentClosed``, ``NotYetApproved``, ``PatientIsHere`` the second time, ``TooEarlyToArrive``,
        ``TelehealthConsentMissing``, ``IdentityNotVerified``, ``SiteNotStated``, ``AnotherSite``,
        ``WhereaboutsNotStated``, ``PhoneNumberImpossible``, ``ProviderSuspended``, ``ProviderLeaves`` and
        ``NotAuthorizedThere``.
        """
        self.progress.demand_ready(policy, now)
        demand_can_attend(standing, self.visit, place, whereabouts)
        provider.demand(place, max(now, self.visit.starts_at))
        kept = needed(self.visit.visit_type.mode, whereabouts)
        self._checked_in(patient=self.patient, place=place, whereabouts=kept)

    def fulfil(self) -> None:
        """Note that the visit took place. Raises ``AppointmentClosed``, ``NotCheckedIn``."""
        self.progress.demand_checked_in()
        self._fulfilled()

    def mark_no_show(self, policy: BookingPolicy, now: datetime) -> None:
        """Note that the patient did not come.

        Raises ``AppointmentClosed``, ``NotYetApproved``, ``PatientIsHere``, ``GraceNotOver``.
        """
        self.progress.demand_missed(policy, now)
        self._missed()

    def mark_not_held(self, because: NotHeldBecause, now: datetime) -> None:
        """Note that the visit fell through without the patient's doing.

        Raises ``AppointmentClosed``, ``NotYetApproved``, ``VisitNotDue``.
        """
        self.progress.demand_due(now)
        self._not_held(because=because)

    def demand_reassignable(self, to: ProviderId, now: datetime) -> None:
        """Raise ``AppointmentClosed``, ``PatientIsHere``, ``VisitHasBegun`` or ``SameProvider``."""
        self.progress.demand_reassignable(now)
        if to == self.visit.provider:
            raise SameProvider(provider=to)

    def reassign(self, admission: Admission, now: datetime) -> None:
        """Pass the visit on to the provider whose desk admitted it; in a series it becomes an exception.

        Raises what ``demand_reassignable`` raises.
        """
        self.demand_reassignable(admission.visit.provider, now)
        self._reassigned(
            patient=self.patient, visit=admission.visit, instead_of=self.visit.provider, because=self.needs_reassignment
        )
        if self._goes_along:
            self._set_apart()

    @property
    def needs_reassignment(self) -> ReassignmentCause | None:
        """Why the visit needs another provider, while it has yet to begin."""
        return self.reassignment if self.progress.is_awaited else None

    def reassess(self, provider: ProviderStanding, policy: BookingPolicy, now: datetime) -> None:
        """Note why the visit needs another provider, or that it does so no longer; nothing is noted twice.

        ``provider`` is what the directory says today of the visit's own. What has begun or should have stays as it is.
        """
        visit = self.visit
        because = reassignment_cause(visit.place, visit.starts_at, provider, policy, now)
        if because is self.reassignment or not self.progress.is_ahead(now):
            return
        if because is None:
            self._reassignment_settled(patient=self.patient, provider=visit.provider)
        else:
            self._reassignment_needed(patient=self.patient, provider=visit.provider, because=because)

    def reservations(self) -> tuple[Reservation, ...]:
        """Give what the appointment takes; nothing once it is off."""
        return self.visit.reservations(self.id, self.patient, lane=self.lane) if self.progress.takes_time else ()

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self.status, self.visit.starts_at)

    @property
    def _goes_along(self) -> bool:
        return self.occurrence is not None and not self.is_set_apart

    @event(Booked)
    def __init__(
        self,
        patient: PatientId,
        visit: PlannedVisit,
        whereabouts: Whereabouts | None,
        reason: Reason | None,
        hold: HoldId | None = None,
    ) -> None:
        self.patient = patient
        self.visit = visit
        self.whereabouts = whereabouts
        self.reason = reason
        self.hold = hold
        self.status = AppointmentStatus.BOOKED
        self.lane = 0
        self.attendance_confirmed_by: Party | None = None
        self.overbooked_because: Reason | None = None
        self.ended_by: Party | None = None
        self.ended_late = False
        self.closing_reason: Reason | None = None
        self.not_held_because: NotHeldBecause | None = None
        self.occurrence: Occurrence | None = None
        self.is_set_apart = False
        self.reassignment: ReassignmentCause | None = None

    @event(Approved)
    def _approved(self) -> None:
        self.status = AppointmentStatus.BOOKED

    @event(Declined)
    def _declined(self, patient: PatientId, reason: Reason) -> None:
        self.status = AppointmentStatus.CANCELLED
        self.ended_by = Party.CLINIC
        self.closing_reason = reason

    @event(Rescheduled)
    def _rescheduled(
        self, patient: PatientId, visit: PlannedVisit, whereabouts: Whereabouts | None, by: Party, *, late: bool
    ) -> None:
        self.visit = visit
        self.whereabouts = whereabouts
        self.lane, self.overbooked_because = 0, None
        self.attendance_confirmed_by = None
        self.reassignment = None  # the desk admits nobody to a provider who may not hold the visit

    @event(Cancelled)
    def _cancelled(self, patient: PatientId, by: Party, reason: Reason | None, *, late: bool) -> None:
        self.status = AppointmentStatus.CANCELLED
        self.ended_by = by
        self.ended_late = late
        self.closing_reason = reason

    @event(AttendanceConfirmed)
    def _attendance_confirmed(self, by: Party) -> None:
        self.attendance_confirmed_by = by

    @event(Arrived)
    def _arrived(self) -> None:
        self.status = AppointmentStatus.ARRIVED

    @event(CheckedIn)
    def _checked_in(self, patient: PatientId, place: VisitPlace, whereabouts: Whereabouts | None) -> None:
        self.status = AppointmentStatus.CHECKED_IN
        self.visit = replace(self.visit, place=place)
        self.whereabouts = whereabouts

    @event(Fulfilled)
    def _fulfilled(self) -> None:
        self.status = AppointmentStatus.FULFILLED

    @event(Missed)
    def _missed(self) -> None:
        self.status = AppointmentStatus.NO_SHOW

    @event(NotHeld)
    def _not_held(self, because: NotHeldBecause) -> None:
        self.status = AppointmentStatus.CANCELLED
        self.ended_by = Party.CLINIC
        self.not_held_because = because

    @event(JoinedSeries)
    def _joined_series(self, occurrence: Occurrence) -> None:
        self.occurrence = occurrence
        self.is_set_apart = False

    @event(SetApart)
    def _set_apart(self) -> None:
        self.is_set_apart = True

    @event(ReassignmentNeeded)
    def _reassignment_needed(self, patient: PatientId, provider: ProviderId, because: ReassignmentCause) -> None:
        self.reassignment = because

    @event(ReassignmentSettled)
    def _reassignment_settled(self, patient: PatientId, provider: ProviderId) -> None:
        self.reassignment = None

    @event(Reassigned)
    def _reassigned(
        self, patient: PatientId, visit: PlannedVisit, instead_of: ProviderId, because: ReassignmentCause | None
    ) -> None:
        self.visit = visit
        self.lane, self.overbooked_because = 0, None
        self.reassignment = None
