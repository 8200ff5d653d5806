"""See a patient no longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import OpenAppointments, Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.activity import DeactivationReason, PatientIsDeactivated
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId, PatientId


class DeactivatePatient(Command, frozen=True, kw_only=True):
    """Deactivate a patient: nothing new is booked, and what is booked stays until somebody cancels it."""

    operation: ClassVar[str] = "patients.deactivate-patient"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (PatientIsDeactivated,)

    patient: InPath[PatientId] = IN_PATH
    reason: DeactivationReason


class DeactivationReceipt(Receipt, frozen=True, kw_only=True):
    """The patient that was changed, and what is still booked for them."""

    open_appointments: tuple[AppointmentId, ...]
    """Soonest first. They stay; the clinic decides about each."""


@dataclass(frozen=True, slots=True)
class DeactivatePatientHandler:
    """Deactivates a patient. Holds the patient meanwhile: no booking slips between the list and the deactivation."""

    patients: Patients
    appointments: OpenAppointments
    locks: Locks

    async def __call__(self, command: DeactivatePatient, execution: Execution) -> DeactivationReceipt:
        """Note who deactivates the patient and why, and name what is still booked."""
        await self.locks.hold(execution, command.patient)
        async with self.patients.change(command.patient, execution) as patient:
            patient.deactivate(command.reason, execution.actor.id, now=execution.now)
        still_open = await self.appointments.of(command.patient, execution)
        return DeactivationReceipt(id=patient.id, version=patient.version, open_appointments=still_open)
