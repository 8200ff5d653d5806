"""The one place where it is decided whether a visit can be booked, held or moved."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.scheduling.appointments.agenda import Agenda, Resource, ResourceKind
from domain.scheduling.appointments.eligibility import (
    PatientStanding,
    needed,
    patient_refusals,
    place_refusals,
    whereabouts_refusals,
)
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant
from domain.shared.values import ValueObject


class VisitTypeNotOffered(DomainError):
    """A provider is booked only for visit types that the provider offers."""

    code = "scheduling.visit-type-not-offered"
    mend = "Choose a visit type that the provider offers, or a provider who offers this one."


class NoticeTooShort(DomainError):
    """A visit is booked with at least the clinic's minimum notice."""

    code = "scheduling.notice-too-short"
    mend = "Choose a later slot."


class BeyondHorizon(DomainError):
    """A visit is booked no further ahead than the clinic's booking horizon."""

    code = "scheduling.beyond-horizon"
    mend = "Choose an earlier slot, or book again nearer the time."


class OffGrid(DomainError):
    """Visits start at the minutes of the clinic's slot grid."""

    code = "scheduling.off-grid"
    mend = "Choose a start on the slot grid, as the slot search gives it."


class OutsideHours(DomainError):
    """A visit lies wholly within the provider's hours for its mode and site."""

    code = "scheduling.outside-hours"
    mend = "Choose a slot that the search offers, or add hours for the provider."


class ProviderAway(DomainError):
    """A provider who has time off sees nobody meanwhile."""

    code = "scheduling.provider-away"
    mend = "Choose a slot after the provider's return, or another provider."


class DayIsFull(DomainError):
    """A provider sees no more visits a day than the clinic's daily maximum."""

    code = "scheduling.day-is-full"
    mend = "Choose another day or another provider."


class Admission(ValueObject, frozen=True, kw_only=True):
    """A visit that broke no rule, for a patient. The desk makes it; nothing else makes or moves an appointment."""

    patient: PatientId
    visit: PlannedVisit
    whereabouts: Whereabouts | None = None
    needs_approval: bool = False
    """Whether the clinic wants to answer before a patient's visit is booked."""

    lane: int = 0
    """Higher than 0 for a deliberate overbooking of the provider."""


class BookingDesk(ValueObject, frozen=True, kw_only=True):
    """Everything that a decision about one booking looks at, at one moment.

    ``owner`` is the appointment or hold that the decision is for: what it has reserved already never stands in its own
    way, so that moving a visit by half an hour works. A booking that uses a hold looks at ``agenda.without(hold)``.
    """

    calendar: ProviderCalendar
    agenda: Agenda
    policy: BookingPolicy
    owner: UUID
    now: Instant

    def admit(
        self, request: VisitRequest, standing: PatientStanding, whereabouts: Whereabouts | None = None
    ) -> Admission:
        """Settle a visit for a patient, or raise the first of ``refusals``."""
        visit = self.plan(request)
        for refusal in self.refusals(visit, standing, whereabouts):
            raise refusal
        return Admission(
            patient=standing.patient,
            visit=visit,
            whereabouts=needed(visit.visit_type.mode, whereabouts),
            needs_approval=self.policy.approval_required,
        )

    def offer(self, request: VisitRequest, patient: PatientId | None = None) -> PlannedVisit:
        """Settle a visit for a hold, before anything about the patient is asked, or raise the first refusal."""
        visit = self.plan(request)
        for refusal in self.slot_refusals(visit, patient):
            raise refusal
        return visit

    def plan(self, request: VisitRequest) -> PlannedVisit:
        """Read a request with the visit type as this provider offers it. Raises ``VisitTypeNotOffered``."""
        offered = self.calendar.offer(request.visit_type)
        if offered is None:
            raise VisitTypeNotOffered(visit_type=request.visit_type)
        return PlannedVisit(
            provider=self.calendar.provider,
            visit_type=offered,
            starts_at=request.starts_at,
            place=request.place,
            room=request.room,
        )

    def refusals(
        self, visit: PlannedVisit, standing: PatientStanding, whereabouts: Whereabouts | None = None
    ) -> Iterator[DomainError]:
        """Give every rule that stands against a booking, the most telling first; each is found when asked for."""
        yield from patient_refusals(standing, visit.visit_type.mode)
        yield from whereabouts_refusals(visit.visit_type.mode, whereabouts)
        yield from self.slot_refusals(visit, standing.patient)

    def slot_refusals(self, visit: PlannedVisit, patient: PatientId | None = None) -> Iterator[DomainError]:
        """Give every rule about time, place, provider and room that stands against a visit.

        Outside the time in which the clinic takes bookings at all, hours and reservations are not looked at.
        """
        yield from place_refusals(visit.visit_type.mode, visit.place)
        yield from self.calendar.standing.refusals(visit.place, visit.starts_at)
        earliest, latest = self.policy.earliest_start(self.now), self.policy.latest_start(self.now)
        if visit.starts_at < earliest:
            yield NoticeTooShort(earliest=earliest)
        elif visit.starts_at > latest:
            yield BeyondHorizon(latest=latest)
        else:
            yield from self._hours_refusals(visit)
            yield from self.agenda.refusals(visit.reservations(self.owner, patient), self.now)

    def _hours_refusals(self, visit: PlannedVisit) -> Iterator[DomainError]:
        zone = self.calendar.rules.zone
        if not self.policy.on_grid(zone.local(visit.starts_at)):
            yield OffGrid(slot_grid_minutes=self.policy.slot_grid_minutes)
        if not self.calendar.has_hours(visit.span, visit.visit_type.mode, visit.place.site):
            yield OutsideHours()
        time_off = self.calendar.time_off_during(visit.span)
        if time_off is not None:
            yield ProviderAway(until=time_off.ends_at)
        day = zone.date(visit.occupied.starts_at)
        if self.policy.daily_maximum is not None and self._visits_on(day) >= self.policy.daily_maximum:
            yield DayIsFull(local_date=day, daily_maximum=self.policy.daily_maximum)

    def _visits_on(self, day: date) -> int:
        provider = Resource(kind=ResourceKind.PROVIDER, id=self.calendar.provider)
        others = self.agenda.without(self.owner)
        return others.visits_on(day, provider, self.calendar.rules.zone, self.now)
