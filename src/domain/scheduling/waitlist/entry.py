"""A patient's place on the waitlist, from joining it to the visit that was waited for."""

from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final, NewType, Self
from uuid import UUID

from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.eligibility import (
    PatientStanding,
    needed,
    patient_refusals,
    place_refusals,
    whereabouts_refusals,
)
from domain.scheduling.appointments.lifecycle import AppointmentStatus, Party
from domain.scheduling.appointments.planned_visit import PlannedVisit, Reason
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.waitlist.wish import WaitlistWish
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject

WaitlistEntryId = NewType("WaitlistEntryId", UUID)

SHORTEST_OFFER: Final = timedelta(minutes=5)
"""Less than this is no time to read a message and answer it."""


class AlreadyWaiting(DomainError):
    """A patient waits once for a kind of visit."""

    code = "scheduling.already-waiting"
    mend = "Keep the place on the waitlist, or leave it and join anew with other wishes."


class WaitIsPast(DomainError):
    """Nobody waits for days that are over."""

    code = "scheduling.wait-is-past"
    mend = "Name a last day that is still ahead."


class OnlyClinicSetsUrgency(DomainError):
    """How urgent a wait is, the clinic says."""

    code = "scheduling.only-clinic-sets-urgency"
    mend = "Join the waitlist, and tell the clinic why it is urgent."


class NoLongerWaiting(DomainError):
    """A wait that was fulfilled, given up or closed is over."""

    code = "scheduling.no-longer-waiting"
    mend = "Join the waitlist again."


class OfferedAlready(DomainError):
    """A patient who waits is offered one slot at a time."""

    code = "scheduling.offered-already"
    mend = "Wait until the patient has answered or the offer has run out."


class NotWaitedFor(DomainError):
    """A patient is offered what they wait for: the kind of visit, the provider, the day and its part."""

    code = "scheduling.not-waited-for"
    mend = "Offer another slot, or book the visit with the patient."


class NoTimeToAnswer(DomainError):
    """Whoever is offered a slot has at least five minutes to answer."""

    code = "scheduling.no-time-to-answer"
    mend = "Book the visit with the patient, or offer a later slot."


class NoOfferRuns(DomainError):
    """Only an offer that still runs is accepted or passed."""

    code = "scheduling.no-offer-runs"
    mend = "Wait for the next offer."


class OfferStillRuns(DomainError):
    """An offer expires when its time is over, not sooner."""

    code = "scheduling.offer-still-runs"
    mend = "Pass the offer, or wait until it expires."


class DaysStillAhead(DomainError):
    """A wait is closed when the last day that the patient named is over, not sooner."""

    code = "scheduling.days-still-ahead"
    mend = "Leave the waitlist, or wait until the last day is over."


class WaitlistStatus(StrEnum):
    """How far a wait has come."""

    WAITING = "waiting"
    OFFERED = "offered"
    FULFILLED = "fulfilled"
    LEFT = "left"
    CLOSED = "closed"

    @property
    def as_appointment(self) -> AppointmentStatus:
        """Give the state of FHIR's Appointment in which others would show it."""
        return _AS_APPOINTMENT[self]


_AS_APPOINTMENT: Final = {
    WaitlistStatus.WAITING: AppointmentStatus.WAITLIST,
    WaitlistStatus.OFFERED: AppointmentStatus.PROPOSED,
    WaitlistStatus.FULFILLED: AppointmentStatus.BOOKED,
    WaitlistStatus.LEFT: AppointmentStatus.CANCELLED,
    WaitlistStatus.CLOSED: AppointmentStatus.CANCELLED,
}

IN_LINE: Final = frozenset({WaitlistStatus.WAITING, WaitlistStatus.OFFERED})
"""The states in which a patient still waits."""


class Urgency(StrEnum):
    """How soon a patient must be seen: the first two of FHIR's request priorities. Who cannot wait is on no list."""

    ROUTINE = "routine"
    URGENT = "urgent"


class LetGo(ValueObject, frozen=True, kw_only=True):
    """Time that a patient was offered and did not take: nothing in it is offered to them again."""

    provider: ProviderId
    span: Span


class Offer(ValueObject, frozen=True, kw_only=True):
    """A slot that is kept for a patient until they answer."""

    hold: HoldId
    visit: PlannedVisit
    until: Instant
    """From this instant on it can no longer be accepted."""

    @property
    def slot(self) -> LetGo:
        """What is let go where the offer is not taken."""
        return LetGo(provider=self.visit.provider, span=self.visit.span)


class WaitlistEntry(Aggregate):
    """One patient's wait for one kind of visit."""

    class Joined(Aggregate.Created, frozen=True, kw_only=True):
        """A patient began to wait."""

        patient: PatientId
        wish: WaitlistWish
        urgency: Urgency
        whereabouts: Whereabouts | None = None
        reason: Reason | None = None

    class UrgencySet(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic said how urgent the wait is."""

        urgency: Urgency

    class Offered(Aggregate.Event, frozen=True, kw_only=True):
        """A slot was offered, and is kept until the patient answers or the time for that is over."""

        patient: PatientId
        offer: Offer

    class Passed(Aggregate.Event, frozen=True, kw_only=True):
        """The patient did not want the slot, and waits on."""

        patient: PatientId
        slot: LetGo

    class OfferExpired(Aggregate.Event, frozen=True, kw_only=True):
        """Nobody answered the offer in time; the patient waits on."""

        patient: PatientId
        slot: LetGo

    class Accepted(Aggregate.Event, frozen=True, kw_only=True):
        """The patient took the slot, and is booked."""

        patient: PatientId
        appointment: AppointmentId

    class Fulfilled(Aggregate.Event, frozen=True, kw_only=True):
        """The patient was booked for what they waited for without an offer."""

        patient: PatientId
        appointment: AppointmentId

    class Left(Aggregate.Event, frozen=True, kw_only=True):
        """The patient no longer waits."""

        patient: PatientId
        by: Party

    class Closed(Aggregate.Event, frozen=True, kw_only=True):
        """The last day that the patient named went by."""

        patient: PatientId

    @classmethod
    def join(  # noqa: PLR0913 - what is asked of whoever joins
        cls,
        id: WaitlistEntryId,
        standing: PatientStanding,
        wish: WaitlistWish,
        *,
        by: Party,
        now: datetime,
        already: WaitlistEntryId | None = None,
        urgency: Urgency = Urgency.ROUTINE,
        whereabouts: Whereabouts | None = None,
        reason: Reason | None = None,
    ) -> Self:
        """Let a patient wait, for what they could be booked for today. ``already`` names their wait for such a visit.

        Raises ``PatientDeactivated``, ``TelehealthConsentMissing``, ``IdentityNotVerified``, ``SiteNotStated``,
        ``WhereaboutsNotStated``, ``PhoneNumberImpossible``, ``WaitIsPast``, ``OnlyClinicSetsUrgency`` and
        ``AlreadyWaiting``.
        """
        for refusal in chain(
            patient_refusals(standing, wish.mode),
            place_refusals(wish.mode, wish.place),
            whereabouts_refusals(wish.mode, whereabouts),
        ):
            raise refusal
        if wish.is_past(now):
            raise WaitIsPast(last_day=wish.last_day)
        if by is Party.PATIENT and urgency is not Urgency.ROUTINE:
            raise OnlyClinicSetsUrgency
        if already is not None:
            raise AlreadyWaiting(entry=already)
        return cls._create(
            cls.Joined,
            id=id,
            patient=standing.patient,
            wish=wish,
            urgency=urgency,
            whereabouts=needed(wish.mode, whereabouts),
            reason=reason,
        )

    @property
    def provider(self) -> ProviderId | None:
        """Whose calendar the wait concerns: that of the offer, else of the only provider whom the patient would see."""
        return self.offer.visit.provider if self.offer is not None else self.wish.only_provider

    def set_urgency(self, urgency: Urgency) -> None:
        """Say how urgent the wait is. The same again changes nothing. Raises ``NoLongerWaiting``."""
        self._demand_in_line()
        if urgency is not self.urgency:
            self._urgency_set(urgency=urgency)

    def offer_slot(self, hold: HoldId, admission: Admission, until: datetime, now: datetime) -> None:
        """Offer a slot that the desk admitted and a hold keeps, until an instant.

        Raises ``NoLongerWaiting``, ``OfferedAlready``, ``NotWaitedFor`` and ``NoTimeToAnswer``.
        """
        self.demand_unoffered()
        if not self.wish.is_met_by(admission.visit):
            raise NotWaitedFor
        if until - now < SHORTEST_OFFER:
            raise NoTimeToAnswer(until=until)
        self._offered(patient=self.patient, offer=Offer(hold=hold, visit=admission.visit, until=until))

    def demand_unoffered(self) -> None:
        """Raise ``NoLongerWaiting`` or ``OfferedAlready`` where no slot at all could be offered now."""
        self._demand_in_line()
        if self.offer is not None:
            raise OfferedAlready(until=self.offer.until)

    def running_offer(self, now: datetime) -> Offer:
        """Give the offer that waits for an answer. Raises ``NoLongerWaiting`` and ``NoOfferRuns``."""
        self._demand_in_line()
        if self.offer is None or self.offer.until <= now:
            raise NoOfferRuns
        return self.offer

    def accept(self, appointment: AppointmentId, now: datetime) -> None:
        """Note that the patient took the slot and is booked. Raises as ``running_offer`` does."""
        self.running_offer(now)
        self._accepted(patient=self.patient, appointment=appointment)

    def pass_on(self, now: datetime) -> None:
        """Note that the patient does not want the slot. Raises as ``running_offer`` does."""
        offer = self.running_offer(now)
        self._passed(patient=self.patient, slot=offer.slot)

    def expire_offer(self, now: datetime) -> None:
        """Note that nobody answered in time. Raises ``NoOfferRuns`` and ``OfferStillRuns``."""
        if self.offer is None:
            raise NoOfferRuns
        if now < self.offer.until:
            raise OfferStillRuns(until=self.offer.until)
        self._offer_expired(patient=self.patient, slot=self.offer.slot)

    def fulfil(self, appointment: AppointmentId, visit: PlannedVisit) -> None:
        """Note that the patient was booked in another way. Raises ``NoLongerWaiting`` and ``NotWaitedFor``."""
        self._demand_in_line()
        if not self.wish.is_met_by(visit):
            raise NotWaitedFor
        self._fulfilled(patient=self.patient, appointment=appointment)

    def leave(self, by: Party) -> None:
        """Let the patient no longer wait. Raises ``NoLongerWaiting``."""
        self._demand_in_line()
        self._left(patient=self.patient, by=by)

    def close(self, now: datetime) -> None:
        """Note that the last day went by. Raises ``NoLongerWaiting`` and ``DaysStillAhead``."""
        self._demand_in_line()
        if not self.wish.is_past(now):
            raise DaysStillAhead(last_day=self.wish.last_day)
        self._closed(patient=self.patient)

    def _demand_in_line(self) -> None:
        if self.status not in IN_LINE:
            raise NoLongerWaiting(state=self.status)

    @event(Joined)
    def __init__(
        self,
        patient: PatientId,
        wish: WaitlistWish,
        urgency: Urgency,
        whereabouts: Whereabouts | None,
        reason: Reason | None,
    ) -> None:
        self.patient = patient
        self.wish = wish
        self.urgency = urgency
        self.whereabouts = whereabouts
        self.reason = reason
        self.status = WaitlistStatus.WAITING
        self.offer: Offer | None = None
        self.let_go: tuple[LetGo, ...] = ()
        self.appointment: AppointmentId | None = None
        self.left_by: Party | None = None

    @event(UrgencySet)
    def _urgency_set(self, urgency: Urgency) -> None:
        self.urgency = urgency

    @event(Offered)
    def _offered(self, patient: PatientId, offer: Offer) -> None:
        self.status, self.offer = WaitlistStatus.OFFERED, offer

    @event(Passed)
    def _passed(self, patient: PatientId, slot: LetGo) -> None:
        self._wait_on(slot)

    @event(OfferExpired)
    def _offer_expired(self, patient: PatientId, slot: LetGo) -> None:
        self._wait_on(slot)

    @event(Accepted)
    def _accepted(self, patient: PatientId, appointment: AppointmentId) -> None:
        self._end(WaitlistStatus.FULFILLED)
        self.appointment = appointment

    @event(Fulfilled)
    def _fulfilled(self, patient: PatientId, appointment: AppointmentId) -> None:
        self._end(WaitlistStatus.FULFILLED)
        self.appointment = appointment

    @event(Left)
    def _left(self, patient: PatientId, by: Party) -> None:
        self._end(WaitlistStatus.LEFT)
        self.left_by = by

    @event(Closed)
    def _closed(self, patient: PatientId) -> None:
        self._end(WaitlistStatus.CLOSED)

    def _wait_on(self, slot: LetGo) -> None:
        self.status, self.offer = WaitlistStatus.WAITING, None
        self.let_go = (*self.let_go, slot)

    def _end(self, status: WaitlistStatus) -> None:
        self.status, self.offer = status, None
