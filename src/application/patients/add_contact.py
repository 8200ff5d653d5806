"""Add a way to reach a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.contact import Contact, ContactAlreadyThere, ContactId, TooManyContacts
from domain.shared.contacts import PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class AddContact(Command, frozen=True, kw_only=True):
    """Add a contact to a patient's record."""

    operation: ClassVar[str] = "patients.add-contact"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (PhoneNumberImpossible, ContactAlreadyThere, TooManyContacts)

    patient: InPath[PatientId] = IN_PATH
    contact: Contact


class ContactReceipt(Receipt, frozen=True, kw_only=True):
    """The patient that was changed, and the new contact."""

    contact: ContactId


@dataclass(frozen=True, slots=True)
class AddContactHandler:
    """Adds a contact, which nobody has verified yet."""

    patients: Patients

    async def __call__(self, command: AddContact, execution: Execution) -> ContactReceipt:
        """Add the contact under an id that derives from the command."""
        contact = ContactId(execution.new_id("contact"))
        async with self.patients.change(command.patient, execution) as patient:
            patient.add_contact(contact, command.contact)
        return ContactReceipt(id=patient.id, version=patient.version, contact=contact)
