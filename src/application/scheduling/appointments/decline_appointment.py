"""Say no to a request."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import NotARequest
from domain.scheduling.appointments.planned_visit import Reason
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class DeclineAppointment(Command, frozen=True, kw_only=True):
    """Say no to a request, and give its time back."""

    operation: ClassVar[str] = "scheduling.decline-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NotARequest,)

    appointment: InPath[AppointmentId] = IN_PATH
    reason: Reason


@dataclass(frozen=True, slots=True)
class DeclineAppointmentHandler:
    """Ends a request."""

    appointments: Appointments

    async def __call__(self, command: DeclineAppointment, execution: Execution) -> Receipt:
        """Decline the request."""
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.decline(command.reason)
        return Receipt.of(appointment)
