"""Note that a visit fell through without the patient's doing."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AppointmentClosed, NotHeldBecause, NotYetApproved, VisitNotDue
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class MarkNotHeld(Command, frozen=True, kw_only=True):
    """Note that the visit fell through without the patient's doing; it never bills."""

    operation: ClassVar[str] = "scheduling.mark-not-held"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AppointmentClosed, NotYetApproved, VisitNotDue)

    appointment: InPath[AppointmentId] = IN_PATH
    because: NotHeldBecause


@dataclass(frozen=True, slots=True)
class MarkNotHeldHandler:
    """Ends an appointment that the clinic could not keep."""

    appointments: Appointments

    async def __call__(self, command: MarkNotHeld, execution: Execution) -> Receipt:
        """Mark the visit as not held."""
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.mark_not_held(command.because, execution.now)
        return Receipt.of(appointment)
