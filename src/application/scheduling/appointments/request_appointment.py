"""Ask the clinic for an appointment."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.reception import ADMISSION_REFUSALS, HOLD_REFUSALS, Reception, VisitWanted
from application.scheduling.ports import Appointments
from application.shared.command import Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class RequestAppointment(VisitWanted, frozen=True, kw_only=True):
    """Ask the clinic for an appointment; its time is taken until the clinic answers."""

    operation: ClassVar[str] = "scheduling.request-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*ADMISSION_REFUSALS, *HOLD_REFUSALS)
    conditional: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RequestAppointmentHandler:
    """Takes provider, room and patient for a visit that the clinic has yet to approve."""

    reception: Reception
    appointments: Appointments

    async def __call__(self, command: RequestAppointment, execution: Execution) -> Receipt:
        """Ask for the visit under an id that derives from the command."""
        id = AppointmentId(execution.new_id("appointment"))  # noqa: A001 - the field's word
        admission = await self.reception.receive(command, id, execution)
        appointment = Appointment.request(id, admission, reason=command.reason, hold=command.hold)
        await self.appointments.add(appointment, execution)
        return Receipt.of(appointment)
