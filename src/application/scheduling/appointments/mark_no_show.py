"""Note that a patient did not come."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AppointmentClosed, GraceNotOver, NotYetApproved, PatientIsHere
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class MarkNoShow(Command, frozen=True, kw_only=True):
    """Note that the patient did not come."""

    operation: ClassVar[str] = "scheduling.mark-no-show"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        NotYetApproved,
        PatientIsHere,
        GraceNotOver,
    )

    appointment: InPath[AppointmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class MarkNoShowHandler:
    """Ends an appointment that the patient missed."""

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: MarkNoShow, execution: Execution) -> Receipt:
        """Mark the no-show, after the clinic's grace period."""
        policy = await self.desks.policy(execution)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.mark_no_show(policy, execution.now)
        return Receipt.of(appointment)
