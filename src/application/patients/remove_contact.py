"""Remove a way to reach a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.contact import ContactId, UnknownContact
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RemoveContact(Command, frozen=True, kw_only=True):
    """Remove a contact from a patient's record."""

    operation: ClassVar[str] = "patients.remove-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownContact,)

    patient: InPath[PatientId] = IN_PATH
    contact: InPath[ContactId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RemoveContactHandler:
    """Removes a contact."""

    patients: Patients

    async def __call__(self, command: RemoveContact, execution: Execution) -> Receipt:
        """Stop reaching the patient this way."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.remove_contact(command.contact)
        return Receipt.of(patient)
