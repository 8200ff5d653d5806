"""A series: visits of one patient that repeat, booked together and each an appointment of its own.

The series says which appointments belong to it and in which slots they stand. How far each of them has come is the
appointment's own; one that was moved on its own is an exception, and stays where it is when the series changes.
"""

from typing import Self

from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.series.desk import Conflict
from domain.scheduling.series.occurrence import Occurrence, SeriesId, WallSlot
from domain.scheduling.series.recurrence import Recurrence
from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId, RoomId
from domain.shared.time import TimeZone
from domain.shared.values import ValueObject
from domain.shared.visits import VisitTypeCode


class NothingAhead(DomainError):
    """A series is changed, answered and called off only as far as something of it is still ahead."""

    code = "scheduling.nothing-ahead"
    mend = "Read the series again; what was wanted of it is over, has begun, or was answered already."


class NotOfTheSeries(DomainError):
    """What follows in a series is told by one of its own occurrences."""

    code = "scheduling.not-of-the-series"
    mend = "Read the series, and name one of its appointments."


class SeriesVisit(ValueObject, frozen=True, kw_only=True):
    """What every occurrence of a series is like."""

    provider: ProviderId
    visit_type: VisitTypeCode
    place: VisitPlace
    room: RoomId | None = None

    def request(self, slot: WallSlot, zone: TimeZone) -> VisitRequest:
        """Ask for the occurrence in a slot."""
        return VisitRequest(
            provider=self.provider,
            visit_type=self.visit_type,
            starts_at=slot.instant(zone),
            place=self.place,
            room=self.room,
        )


class Plan(ValueObject, frozen=True, kw_only=True):
    """What a series is like, when it takes place, and on whose clock."""

    visit: SeriesVisit
    recurrence: Recurrence
    zone: TimeZone

    def request(self, slot: WallSlot) -> VisitRequest:
        """Ask for the occurrence in a slot."""
        return self.visit.request(slot, self.zone)


class Member(ValueObject, frozen=True, kw_only=True):
    """An appointment of a series, and the slot in which it stands."""

    appointment: AppointmentId
    slot: WallSlot


class Series(Aggregate):
    """A patient's visits that repeat."""

    class Booked(Aggregate.Created, frozen=True, kw_only=True):
        """A series was booked, or asked for where the clinic approves visits."""

        patient: PatientId
        plan: Plan
        members: tuple[Member, ...]
        left_out: tuple[Conflict, ...]

    class FollowingChanged(Aggregate.Event, frozen=True, kw_only=True):
        """From one occurrence on, the series changed; those that went along are named with their new slots."""

        plan: Plan
        members: tuple[Member, ...]
        left_out: tuple[Conflict, ...]

    class Approved(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic said yes to what was asked for."""

        appointments: tuple[AppointmentId, ...]

    class Declined(Aggregate.Event, frozen=True, kw_only=True):
        """The clinic said no to what was asked for."""

        appointments: tuple[AppointmentId, ...]

    class Cancelled(Aggregate.Event, frozen=True, kw_only=True):
        """What was still ahead was called off, all of it or from one occurrence on."""

        by: Party
        appointments: tuple[AppointmentId, ...]

    @classmethod
    def book(
        cls,
        id: SeriesId,
        patient: PatientId,
        plan: Plan,
        members: tuple[Member, ...],
        left_out: tuple[Conflict, ...] = (),
    ) -> Self:
        """Book a series of those occurrences that the desk admitted, and note those that do not fit."""
        return cls._create(cls.Booked, id=id, patient=patient, plan=plan, members=members, left_out=left_out)

    def change_following(self, plan: Plan, members: tuple[Member, ...], left_out: tuple[Conflict, ...] = ()) -> None:
        """Let the series be another from some occurrence on. Raises ``NothingAhead`` where nobody goes along."""
        _demand_some(members)
        self._following_changed(plan=plan, members=members, left_out=left_out)

    def approve(self, appointments: tuple[AppointmentId, ...]) -> None:
        """Note which occurrences the clinic said yes to. Raises ``NothingAhead``."""
        _demand_some(appointments)
        self._approved(appointments=appointments)

    def decline(self, appointments: tuple[AppointmentId, ...]) -> None:
        """Note which occurrences the clinic said no to. Raises ``NothingAhead``."""
        _demand_some(appointments)
        self._declined(appointments=appointments)

    def cancel(self, appointments: tuple[AppointmentId, ...], *, by: Party) -> None:
        """Note which occurrences were called off. Raises ``NothingAhead``."""
        _demand_some(appointments)
        self._cancelled(by=by, appointments=appointments)

    def following(self, appointment: AppointmentId | None = None) -> tuple[AppointmentId, ...]:
        """Name the appointments from one of them on, by their slots; all without one. Raises ``NotOfTheSeries``."""
        begin = self.members[0].slot if appointment is None else self.slot(appointment)
        return tuple(member.appointment for member in self.members if begin <= member.slot)

    def slot(self, appointment: AppointmentId) -> WallSlot:
        """Give the slot in which one of its appointments stands. Raises ``NotOfTheSeries``."""
        for member in self.members:
            if member.appointment == appointment:
                return member.slot
        raise NotOfTheSeries

    def occurrence(self, slot: WallSlot) -> Occurrence:
        """Give the place in the series that a slot is."""
        return Occurrence(series=SeriesId(self.id), slot=slot)

    @event(Booked)
    def __init__(
        self, patient: PatientId, plan: Plan, members: tuple[Member, ...], left_out: tuple[Conflict, ...]
    ) -> None:
        self.patient = patient
        self.plan = plan
        self.members = _in_order(members)
        self.left_out = left_out

    @event(FollowingChanged)
    def _following_changed(self, plan: Plan, members: tuple[Member, ...], left_out: tuple[Conflict, ...]) -> None:
        moved = {member.appointment for member in members}
        self.plan = plan
        self.members = _in_order((*(member for member in self.members if member.appointment not in moved), *members))
        self.left_out = (*self.left_out, *left_out)

    @event(Approved)
    def _approved(self, appointments: tuple[AppointmentId, ...]) -> None:
        """Leave the series as it is: its appointments say that they are booked."""

    @event(Declined)
    def _declined(self, appointments: tuple[AppointmentId, ...]) -> None:
        """Leave the series as it is: its appointments say that they are off."""

    @event(Cancelled)
    def _cancelled(self, by: Party, appointments: tuple[AppointmentId, ...]) -> None:
        """Leave the series as it is: its appointments say that they are off."""


def _in_order(members: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: (member.slot, member.appointment)))


def _demand_some(affected: tuple[object, ...]) -> None:
    if not affected:
        raise NothingAhead
