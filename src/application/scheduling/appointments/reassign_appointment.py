"""Pass an appointment on to another provider."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.reception import ADMISSION_REFUSALS, Reception
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.handover import HeldOtherwise, SameProvider
from domain.scheduling.appointments.lifecycle import AppointmentClosed, PatientIsHere, VisitHasBegun
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, ProviderId


class ReassignAppointment(Command, frozen=True, kw_only=True):
    """Pass an appointment on to another provider, in one step, at the time and the price that it has."""

    operation: ClassVar[str] = "scheduling.reassign-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        PatientIsHere,
        VisitHasBegun,
        SameProvider,
        HeldOtherwise,
        *ADMISSION_REFUSALS,
    )

    appointment: InPath[AppointmentId] = IN_PATH
    provider: ProviderId
    """Who is to hold the visit."""


@dataclass(frozen=True, slots=True)
class ReassignAppointmentHandler:
    """Frees one provider and takes the other, or leaves everything as it was."""

    appointments: Appointments
    reception: Reception
    locks: Locks

    async def __call__(self, command: ReassignAppointment, execution: Execution) -> Receipt:
        """Reassign the visit. The appointment is held before it is read, as by who moves it."""
        await self.locks.hold(execution, command.appointment)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.demand_reassignable(command.provider, execution.now)
            admission = await self.reception.take_over(appointment, command.provider, execution)
            appointment.reassign(admission, execution.now)
        return Receipt.of(appointment)
