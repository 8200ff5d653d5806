"""Move an appointment."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import Purpose
from application.scheduling.appointments.reception import ADMISSION_REFUSALS, Reception
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentClosed, OnlyClinicMoves, PatientIsHere, VisitHasBegun
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, ProviderId, RoomId
from domain.shared.time import Instant
from domain.shared.visits import VisitTypeCode


class RescheduleAppointment(Command, frozen=True, kw_only=True):
    """Move an appointment, in one step, to another time, provider, place or room.

    What is not named stays as it is. Room and whereabouts stay only where the place does.
    """

    operation: ClassVar[str] = "scheduling.reschedule-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        PatientIsHere,
        VisitHasBegun,
        OnlyClinicMoves,
        *ADMISSION_REFUSALS,
    )

    appointment: InPath[AppointmentId] = IN_PATH
    starts_at: Instant
    provider: ProviderId | None = None
    visit_type: VisitTypeCode | None = None
    place: VisitPlace | None = None
    room: RoomId | None = None
    whereabouts: Whereabouts | None = None

    def wanted(self, visit: PlannedVisit) -> VisitRequest:
        """Give the visit that is asked for instead of another."""
        return VisitRequest(
            provider=self.provider or visit.provider,
            visit_type=self.visit_type or visit.visit_type.code,
            starts_at=self.starts_at,
            place=self.place or visit.place,
            room=self.room or (visit.room if self._stays(visit) else None),
        )

    def stated(self, appointment: Appointment) -> Whereabouts | None:
        """Give the whereabouts that are stated for the visit; those of another place say nothing of this one."""
        return self.whereabouts or (appointment.whereabouts if self._stays(appointment.visit) else None)

    def _stays(self, visit: PlannedVisit) -> bool:
        return self.place in {None, visit.place}


@dataclass(frozen=True, slots=True)
class RescheduleAppointmentHandler:
    """Gives the old time back and takes the new one, or leaves everything as it was."""

    appointments: Appointments
    reception: Reception
    locks: Locks

    async def __call__(self, command: RescheduleAppointment, execution: Execution) -> Receipt:
        """Move the visit.

        The appointment itself is held before it is read, because it tells which provider, room and patient to hold.
        Whether it can be moved at all is asked before the desk is: what is over is offered no other time.
        """
        by = party(execution)
        await self.locks.hold(execution, command.appointment)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.progress.demand_movable(by, execution.now)
            admission, policy = await self.reception.admit(
                command.wanted(appointment.visit),
                appointment.patient,
                command.stated(appointment),
                Purpose(appointment.id, instead_of=appointment.visit),
                execution,
            )
            appointment.reschedule(admission, by=by, policy=policy, now=execution.now)
        return Receipt.of(appointment)
