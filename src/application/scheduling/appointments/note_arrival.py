"""Note that a patient is here."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import AppointmentClosed, NotYetApproved, PatientIsHere, TooEarlyToArrive
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class NoteArrival(Command, frozen=True, kw_only=True):
    """Note that the patient is at the site, or in front of the waiting room."""

    operation: ClassVar[str] = "scheduling.note-arrival"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        NotYetApproved,
        PatientIsHere,
        TooEarlyToArrive,
    )

    appointment: InPath[AppointmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class NoteArrivalHandler:
    """Lets a patient arrive."""

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: NoteArrival, execution: Execution) -> Receipt:
        """Note the arrival."""
        policy = await self.desks.policy(execution)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.arrive(policy, execution.now)
        return Receipt.of(appointment)
