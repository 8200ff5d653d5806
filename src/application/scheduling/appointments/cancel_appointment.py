"""Call an appointment off."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AppointmentClosed, VisitHasBegun
from domain.scheduling.appointments.planned_visit import Reason
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class CancelAppointment(Command, frozen=True, kw_only=True):
    """Call an appointment off, and give its time back."""

    operation: ClassVar[str] = "scheduling.cancel-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AppointmentClosed, VisitHasBegun)

    appointment: InPath[AppointmentId] = IN_PATH
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class CancelAppointmentHandler:
    """Ends an appointment, for the patient or for the clinic."""

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: CancelAppointment, execution: Execution) -> Receipt:
        """Cancel the appointment by today's policy."""
        policy = await self.desks.policy(execution)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.cancel(by=party(execution), policy=policy, now=execution.now, reason=command.reason)
        return Receipt.of(appointment)
