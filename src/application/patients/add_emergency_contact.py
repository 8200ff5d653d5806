"""Note who is called in an emergency."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.emergency_contact import (
    EmergencyContact,
    EmergencyContactAlreadyThere,
    EmergencyContactId,
    TooManyEmergencyContacts,
)
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class AddEmergencyContact(Command, frozen=True, kw_only=True):
    """Add somebody to call in an emergency, after those who are there."""

    operation: ClassVar[str] = "patients.add-emergency-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        PhoneNumberImpossible,
        EmergencyContactAlreadyThere,
        TooManyEmergencyContacts,
    )

    patient: InPath[PatientId] = IN_PATH
    contact: EmergencyContact


class EmergencyContactReceipt(Receipt, frozen=True, kw_only=True):
    """The patient that was changed, and the new emergency contact."""

    emergency_contact: EmergencyContactId


@dataclass(frozen=True, slots=True)
class AddEmergencyContactHandler:
    """Adds somebody to call."""

    patients: Patients

    async def __call__(self, command: AddEmergencyContact, execution: Execution) -> EmergencyContactReceipt:
        """Add the emergency contact under an id that derives from the command."""
        added = EmergencyContactId(execution.new_id("emergency-contact"))
        async with self.patients.change(command.patient, execution) as patient:
            patient.add_emergency_contact(added, command.contact)
        return EmergencyContactReceipt(id=patient.id, version=patient.version, emergency_contact=added)
