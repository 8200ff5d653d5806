"""State that a contact reaches the patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.contact import ContactAlreadyVerified, ContactCheck, ContactId, UnknownContact
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class VerifyContact(Command, frozen=True, kw_only=True):
    """Verify that a contact reaches the patient."""

    operation: ClassVar[str] = "patients.verify-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownContact, ContactAlreadyVerified)

    patient: InPath[PatientId] = IN_PATH
    contact: InPath[ContactId] = IN_PATH
    method: ContactCheck


@dataclass(frozen=True, slots=True)
class VerifyContactHandler:
    """Notes who verified a contact, and how."""

    patients: Patients

    async def __call__(self, command: VerifyContact, execution: Execution) -> Receipt:
        """Verify the contact in the actor's name."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.verify_contact(command.contact, command.method, execution.actor.id, now=execution.now)
        return Receipt.of(patient)
