"""Correct who is called in an emergency."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.emergency_contact import (
    EmergencyContact,
    EmergencyContactAlreadyThere,
    EmergencyContactId,
    UnknownEmergencyContact,
)
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class CorrectEmergencyContact(Command, frozen=True, kw_only=True):
    """Correct an emergency contact, who keeps their place."""

    operation: ClassVar[str] = "patients.correct-emergency-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        UnknownEmergencyContact,
        PhoneNumberImpossible,
        EmergencyContactAlreadyThere,
    )

    patient: InPath[PatientId] = IN_PATH
    emergency_contact: InPath[EmergencyContactId] = IN_PATH
    contact: EmergencyContact


@dataclass(frozen=True, slots=True)
class CorrectEmergencyContactHandler:
    """Replaces an emergency contact as a whole."""

    patients: Patients

    async def __call__(self, command: CorrectEmergencyContact, execution: Execution) -> Receipt:
        """Write down what is right; saying the same again changes nothing."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.correct_emergency_contact(command.emergency_contact, command.contact)
        return Receipt.of(patient)
