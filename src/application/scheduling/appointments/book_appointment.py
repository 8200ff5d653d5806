"""Book an appointment."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.reception import ADMISSION_REFUSALS, HOLD_REFUSALS, Reception, VisitWanted
from application.scheduling.ports import Appointments
from application.shared.command import Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import ApprovalRequired
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class BookAppointment(VisitWanted, frozen=True, kw_only=True):
    """Book an appointment, perhaps from a hold."""

    operation: ClassVar[str] = "scheduling.book-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (*ADMISSION_REFUSALS, *HOLD_REFUSALS, ApprovalRequired)
    conditional: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class BookAppointmentHandler:
    """Takes provider, room and patient for a visit, or nothing."""

    reception: Reception
    appointments: Appointments

    async def __call__(self, command: BookAppointment, execution: Execution) -> Receipt:
        """Book the visit under an id that derives from the command."""
        id = AppointmentId(execution.new_id("appointment"))  # noqa: A001 - the field's word
        admission = await self.reception.receive(command, id, execution)
        appointment = Appointment.book(id, admission, by=party(execution), reason=command.reason, hold=command.hold)
        await self.appointments.add(appointment, execution)
        return Receipt.of(appointment)
