"""Say yes to a request."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import BookingDesks
from application.scheduling.ports import Appointments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import IdentityNotVerified, PatientDeactivated, TelehealthConsentMissing
from domain.scheduling.appointments.lifecycle import NotARequest, VisitHasBegun
from domain.scheduling.appointments.provider_standing import ProviderLeaves, ProviderSuspended
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId


class ApproveAppointment(Command, frozen=True, kw_only=True):
    """Say yes to a request."""

    operation: ClassVar[str] = "scheduling.approve-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        NotARequest,
        VisitHasBegun,
        PatientDeactivated,
        TelehealthConsentMissing,
        IdentityNotVerified,
        ProviderSuspended,
        ProviderLeaves,
        NotAuthorizedThere,
    )

    appointment: InPath[AppointmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ApproveAppointmentHandler:
    """Makes a request a booked appointment.

    Holds the patient and the provider meanwhile: no withdrawal of consent or authority, no suspension slips between.
    """

    appointments: Appointments
    desks: BookingDesks

    async def __call__(self, command: ApproveAppointment, execution: Execution) -> Receipt:
        """Approve the request."""
        async with self.appointments.change(command.appointment, execution) as appointment:
            clearance = await self.desks.clear(appointment.patient, appointment.visit.provider, execution)
            appointment.approve(clearance.standing, provider=clearance.provider, now=execution.now)
        return Receipt.of(appointment)
