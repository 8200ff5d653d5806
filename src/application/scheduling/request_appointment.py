"""Ask the clinic for an appointment."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.book_appointment import HOLD_REFUSALS
from application.scheduling.ports import Appointments, Holds, Purpose
from application.scheduling.reception import ADMISSION_REFUSALS, Reception
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointment import Appointment
from domain.scheduling.hold import HoldId
from domain.scheduling.planned_visit import Reason, VisitRequest
from domain.scheduling.visit_place import Whereabouts
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId
from domain.shared.values import Personal


class RequestAppointment(Command, frozen=True, kw_only=True):
    """Ask the clinic for an appointment; its time is taken until the clinic answers."""

    operation: ClassVar[str] = "scheduling.request-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*ADMISSION_REFUSALS, *HOLD_REFUSALS)

    patient: PatientId
    visit: VisitRequest
    whereabouts: Personal[Whereabouts] | None = None
    """Where the patient will be and who is called in an emergency; a remote visit needs it."""
    reason: Personal[Reason] | None = None
    hold: HoldId | None = None


@dataclass(frozen=True, slots=True)
class RequestAppointmentHandler:
    """Takes provider, room and patient for a visit that the clinic has yet to approve."""

    reception: Reception
    appointments: Appointments
    holds: Holds

    async def __call__(self, command: RequestAppointment, execution: Execution) -> Receipt:
        """Ask for the visit under an id that derives from the command."""
        id = AppointmentId(execution.new_id("appointment"))  # noqa: A001 - the field's word
        admission, _ = await self.reception.admit(
            command.visit, command.patient, command.whereabouts, Purpose(id, using=command.hold), execution
        )
        appointment = Appointment.request(id, admission, reason=command.reason, hold=command.hold)
        if command.hold is not None:
            async with self.holds.change(command.hold, execution) as hold:
                hold.use(id, admission, execution.now)
        await self.appointments.add(appointment, execution)
        return Receipt.of(appointment)
