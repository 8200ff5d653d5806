"""Note that a visit took place."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AppointmentClosed, NotCheckedIn
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class FulfilAppointment(Command, frozen=True, kw_only=True):
    """Note that the visit took place."""

    operation: ClassVar[str] = "scheduling.fulfil-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AppointmentClosed, NotCheckedIn)

    appointment: InPath[AppointmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class FulfilAppointmentHandler:
    """Ends an appointment as it should end."""

    appointments: Appointments

    async def __call__(self, command: FulfilAppointment, execution: Execution) -> Receipt:
        """Fulfil the appointment."""
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.fulfil()
        return Receipt.of(appointment)
