"""How far an appointment has come: which step may follow, and when."""

from datetime import datetime
from typing import Final

from domain.scheduling.appointments.lifecycle import (
    AWAITED,
    OPEN,
    TAKES_TIME,
    AppointmentClosed,
    AppointmentStatus,
    GraceNotOver,
    NotARequest,
    NotCheckedIn,
    NotYetApproved,
    OnlyClinicMoves,
    Party,
    PatientIsHere,
    TooEarlyToArrive,
    TooEarlyToConfirm,
    VisitHasBegun,
    VisitNotDue,
)
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.time import Instant
from domain.shared.values import ValueObject

_HERE: Final = (AppointmentStatus.ARRIVED, AppointmentStatus.CHECKED_IN)


class Progress(ValueObject, frozen=True):
    """Where an appointment stands, and when its visit starts: what every step asks before anything else."""

    status: AppointmentStatus
    starts_at: Instant

    @property
    def is_request(self) -> bool:
        """Whether the clinic has yet to answer."""
        return self.status is AppointmentStatus.PENDING

    @property
    def is_awaited(self) -> bool:
        """Whether the visit has yet to begin."""
        return self.status in AWAITED

    @property
    def takes_time(self) -> bool:
        """Whether provider, room and patient are taken."""
        return self.status in TAKES_TIME

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether the visit has yet to begin, and should not have begun by now."""
        return self.is_awaited and now < self.starts_at

    def is_late(self, by: Party, policy: BookingPolicy, now: datetime) -> bool:
        """Tell whether the visit is called off or moved with too little notice: only a patient can, and no request."""
        return by is Party.PATIENT and not self.is_request and policy.is_late(self.starts_at, now)

    def demand_open(self) -> None:
        """Raise ``AppointmentClosed`` where the appointment has come to its end."""
        if self.status not in OPEN:
            raise AppointmentClosed(state=self.status)

    def demand_request(self) -> None:
        """Raise ``NotARequest`` where there is nothing to answer."""
        if not self.is_request:
            raise NotARequest(state=self.status)

    def demand_approvable(self, now: datetime) -> None:
        """Raise ``NotARequest`` or ``VisitHasBegun``."""
        self.demand_request()
        self._demand_not_begun(now)

    def demand_cancellable(self, by: Party, now: datetime) -> None:
        """Raise ``AppointmentClosed``; to a patient ``VisitHasBegun``."""
        self.demand_open()
        self._demand_still_theirs(by, now)

    def demand_movable(self, by: Party, now: datetime) -> None:
        """Raise ``AppointmentClosed`` or ``PatientIsHere``; to a patient ``VisitHasBegun``."""
        self.demand_open()
        self._demand_not_in(*_HERE)
        self._demand_still_theirs(by, now)

    def demand_theirs_to_move(self, by: Party) -> None:
        """Raise ``OnlyClinicMoves`` to a patient who would move a booked visit to a time that needs an answer."""
        if by is Party.PATIENT and not self.is_request:
            raise OnlyClinicMoves

    def demand_reassignable(self, now: datetime) -> None:
        """Raise ``AppointmentClosed``, ``PatientIsHere`` or ``VisitHasBegun``."""
        self.demand_open()
        self._demand_not_in(AppointmentStatus.CHECKED_IN)
        self._demand_not_begun(now)

    def demand_awaited(self) -> None:
        """Raise ``AppointmentClosed``, ``NotYetApproved`` or ``PatientIsHere`` where no patient has yet to come."""
        self._demand_approved()
        self._demand_not_in(*_HERE)

    def demand_confirmable(self, policy: BookingPolicy, now: datetime) -> None:
        """Raise what ``demand_awaited`` raises, ``VisitHasBegun`` or ``TooEarlyToConfirm``."""
        self.demand_awaited()
        self._demand_not_begun(now)
        opens = policy.confirmation_opens(self.starts_at)
        if now < opens:
            raise TooEarlyToConfirm(opens_at=opens)

    def demand_arrivable(self, policy: BookingPolicy, now: datetime) -> None:
        """Raise what ``demand_ready`` raises, and ``PatientIsHere`` to whoever has arrived."""
        self.demand_ready(policy, now)
        self._demand_not_in(AppointmentStatus.ARRIVED)

    def demand_ready(self, policy: BookingPolicy, now: datetime) -> None:
        """Raise ``AppointmentClosed``, ``NotYetApproved``, ``PatientIsHere`` or ``TooEarlyToArrive``."""
        self._demand_approved()
        self._demand_not_in(AppointmentStatus.CHECKED_IN)
        opens = policy.check_in_opens(self.starts_at)
        if now < opens:
            raise TooEarlyToArrive(opens_at=opens)

    def demand_checked_in(self) -> None:
        """Raise ``AppointmentClosed`` or ``NotCheckedIn``."""
        self.demand_open()
        if self.status is not AppointmentStatus.CHECKED_IN:
            raise NotCheckedIn(state=self.status)

    def demand_missed(self, policy: BookingPolicy, now: datetime) -> None:
        """Raise what ``demand_awaited`` raises, or ``GraceNotOver``."""
        self.demand_awaited()
        missed_from = policy.missed_from(self.starts_at)
        if now < missed_from:
            raise GraceNotOver(until=missed_from)

    def demand_due(self, now: datetime) -> None:
        """Raise ``AppointmentClosed``, ``NotYetApproved`` or ``VisitNotDue``."""
        self._demand_approved()
        if now < self.starts_at:
            raise VisitNotDue(starts_at=self.starts_at)

    def _demand_approved(self) -> None:
        self.demand_open()
        if self.is_request:
            raise NotYetApproved

    def _demand_not_in(self, *here: AppointmentStatus) -> None:
        if self.status in here:
            raise PatientIsHere(state=self.status)

    def _demand_not_begun(self, now: datetime) -> None:
        if self.starts_at <= now:
            raise VisitHasBegun(starts_at=self.starts_at)

    def _demand_still_theirs(self, by: Party, now: datetime) -> None:
        if by is Party.PATIENT:
            self._demand_not_begun(now)
