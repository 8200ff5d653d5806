"""Book an appointment on top of others."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.ports import Purpose
from application.scheduling.appointments.reception import OVERBOOKING_REFUSALS, Reception
from application.scheduling.ports import Appointments
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.planned_visit import Reason, VisitRequest
from domain.scheduling.appointments.visit_place import Whereabouts
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId


class OverbookAppointment(Command, frozen=True, kw_only=True):
    """Book an appointment on top of others, for a reason.

    It passes over the provider's other visits and the daily maximum, and over no other rule. It is kept apart from the
    usual visits until it is moved to a time of its own.
    """

    operation: ClassVar[str] = "scheduling.overbook-appointment"
    refusals: ClassVar[tuple[type[DomainError], ...]] = OVERBOOKING_REFUSALS
    conditional: ClassVar[bool] = False

    patient: PatientId
    visit: VisitRequest
    because: Reason
    """Why the clinic overbooks."""
    whereabouts: Whereabouts | None = None
    """Where the patient will be and who is called in an emergency; a remote visit needs it."""
    reason: Reason | None = None
    """Why the patient comes."""


@dataclass(frozen=True, slots=True)
class OverbookAppointmentHandler:
    """Takes the patient, the room, and the provider's time beside what took it before."""

    reception: Reception
    appointments: Appointments

    async def __call__(self, command: OverbookAppointment, execution: Execution) -> Receipt:
        """Book the visit under an id that derives from the command."""
        id = AppointmentId(execution.new_id("appointment"))  # noqa: A001 - the field's word
        admission = await self.reception.overbook(
            command.visit, command.patient, command.whereabouts, Purpose(id), execution
        )
        appointment = Appointment.overbook(id, admission, because=command.because, reason=command.reason)
        await self.appointments.add(appointment, execution)
        return Receipt.of(appointment)
