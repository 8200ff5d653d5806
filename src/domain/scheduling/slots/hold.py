"""A slot kept free for a short while, so that somebody can complete a booking."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from domain.scheduling.appointments.agenda import Reservation
from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId
from domain.shared.time import Instant

HoldId = NewType("HoldId", UUID)


class HoldEnded(DomainError):
    """A hold that was used, released or expired is over."""

    code = "scheduling.hold-ended"
    mend = "Hold the slot again, if it is still free."


class HoldExpired(DomainError):
    """A hold can be used only until it expires."""

    code = "scheduling.hold-expired"
    mend = "Hold the slot again, if it is still free."


class HoldStillRuns(DomainError):
    """A hold expires when its time is over, not sooner."""

    code = "scheduling.hold-still-runs"
    mend = "Release the hold, or wait until it expires."


class HeldForAnotherPatient(DomainError):
    """A hold can be used only for the patient for whom it was placed."""

    code = "scheduling.held-for-another-patient"
    mend = "Book for the patient for whom the slot is held, or hold a slot for this one."


class HeldForAnotherVisit(DomainError):
    """A hold can be used only for the visit that it holds: provider, visit type, start and room."""

    code = "scheduling.held-for-another-visit"
    mend = "Book the visit that is held, or hold the slot that is wanted."


class HoldStatus(StrEnum):
    """What has become of a hold. One whose time is over may still be ``running``: ask with ``now``."""

    RUNNING = "running"
    USED = "used"
    RELEASED = "released"
    EXPIRED = "expired"


class Hold(Aggregate):
    """A slot that is taken until an instant, for a patient where one is known."""

    class Placed(Aggregate.Created, frozen=True, kw_only=True):
        """A slot was taken off the market for a while."""

        patient: PatientId | None
        visit: PlannedVisit
        expires_at: Instant

    class Used(Aggregate.Event, frozen=True, kw_only=True):
        """The hold became an appointment."""

        appointment: AppointmentId

    class Released(Aggregate.Event, frozen=True, kw_only=True):
        """The slot was given back before its time."""

    class Expired(Aggregate.Event, frozen=True, kw_only=True):
        """Nobody used the hold in time."""

    @classmethod
    def place(cls, id: HoldId, visit: PlannedVisit, patient: PatientId | None, expires_at: datetime) -> Self:
        """Hold a slot that the booking desk offered."""
        return cls._create(cls.Placed, id=id, patient=patient, visit=visit, expires_at=expires_at)

    def use(self, appointment: AppointmentId, admission: Admission, now: datetime) -> None:
        """Turn the hold into an appointment for what was admitted.

        Raises ``HoldEnded``, ``HoldExpired``, ``HeldForAnotherPatient`` and ``HeldForAnotherVisit``.
        """
        self._demand_running()
        if self.expires_at <= now:
            raise HoldExpired(expired_at=self.expires_at)
        if self.patient not in (None, admission.patient):
            raise HeldForAnotherPatient
        if _what_is_held(admission.visit) != _what_is_held(self.visit):
            raise HeldForAnotherVisit
        self._used(appointment=appointment)

    def release(self) -> None:
        """Give the slot back. Raises ``HoldEnded``."""
        self._demand_running()
        self._released()

    def expire(self, now: datetime) -> None:
        """Note that nobody used the hold in time. Raises ``HoldEnded`` and ``HoldStillRuns``."""
        self._demand_running()
        if now < self.expires_at:
            raise HoldStillRuns(expires_at=self.expires_at)
        self._expired()

    def reservations(self) -> tuple[Reservation, ...]:
        """Give what the hold takes while it runs; each reservation says when it lapses."""
        if self.status is not HoldStatus.RUNNING:
            return ()
        return self.visit.reservations(self.id, self.patient, expires_at=self.expires_at)

    def _demand_running(self) -> None:
        if self.status is not HoldStatus.RUNNING:
            raise HoldEnded(state=self.status)

    @event(Placed)
    def __init__(self, patient: PatientId | None, visit: PlannedVisit, expires_at: datetime) -> None:
        self.patient = patient
        self.visit = visit
        self.expires_at = expires_at
        self.status = HoldStatus.RUNNING
        self.appointment: AppointmentId | None = None

    @event(Used)
    def _used(self, appointment: AppointmentId) -> None:
        self.status = HoldStatus.USED
        self.appointment = appointment

    @event(Released)
    def _released(self) -> None:
        self.status = HoldStatus.RELEASED

    @event(Expired)
    def _expired(self) -> None:
        self.status = HoldStatus.EXPIRED


def _what_is_held(visit: PlannedVisit) -> tuple[object, ...]:
    """Leave out the price and the patient's place: they may be settled while the slot is held."""
    return visit.provider, visit.visit_type.code, visit.span, visit.occupied, visit.room
