"""Remove who is called in an emergency."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.emergency_contact import EmergencyContactId, UnknownEmergencyContact
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RemoveEmergencyContact(Command, frozen=True, kw_only=True):
    """Remove an emergency contact from a patient's record."""

    operation: ClassVar[str] = "patients.remove-emergency-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownEmergencyContact,)

    patient: InPath[PatientId] = IN_PATH
    emergency_contact: InPath[EmergencyContactId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RemoveEmergencyContactHandler:
    """Removes an emergency contact."""

    patients: Patients

    async def __call__(self, command: RemoveEmergencyContact, execution: Execution) -> Receipt:
        """Call this person no longer."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.remove_emergency_contact(command.emergency_contact)
        return Receipt.of(patient)
