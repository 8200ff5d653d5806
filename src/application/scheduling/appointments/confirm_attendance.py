"""Confirm that a patient will come."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import (
    AppointmentClosed,
    NotYetApproved,
    PatientIsHere,
    TooEarlyToConfirm,
    VisitHasBegun,
)
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class ConfirmAttendance(Command, frozen=True, kw_only=True):
    """Confirm that the patient will come.

    The patient says so here, or to the clinic, which records it. When the visit is moved, the question is open again.
    """

    operation: ClassVar[str] = "scheduling.confirm-attendance"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AppointmentClosed,
        NotYetApproved,
        PatientIsHere,
        VisitHasBegun,
        TooEarlyToConfirm,
    )

    appointment: InPath[AppointmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ConfirmAttendanceHandler:
    """Notes who said that the patient will come."""

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: ConfirmAttendance, execution: Execution) -> Receipt:
        """Confirm the attendance."""
        policy = await self.desks.policy(execution)
        async with self.appointments.change(command.appointment, execution) as appointment:
            appointment.confirm_attendance(by=party(execution), policy=policy, now=execution.now)
        return Receipt.of(appointment)
