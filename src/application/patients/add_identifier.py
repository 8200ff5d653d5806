"""Note a value by which another record knows a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Identifiers, Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.identifier import Identifier, IdentifierAlreadyThere, IdentifierId, TooManyIdentifiers
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class IdentifierInUse(DomainError):
    """An identifier names one patient of the clinic, never two."""

    code = "patients.identifier-in-use"
    mend = "Check the value and its system; if both are right, the two records may be of one person."


class AddIdentifier(Command, frozen=True, kw_only=True):
    """Add an identifier to a patient's record."""

    operation: ClassVar[str] = "patients.add-identifier"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (IdentifierInUse, IdentifierAlreadyThere, TooManyIdentifiers)

    patient: InPath[PatientId] = IN_PATH
    identifier: Identifier


class IdentifierReceipt(Receipt, frozen=True, kw_only=True):
    """The patient that was changed, and the new identifier."""

    identifier: IdentifierId


@dataclass(frozen=True, slots=True)
class AddIdentifierHandler:
    """Adds an identifier that no other patient of the clinic has."""

    patients: Patients
    identifiers: Identifiers

    async def __call__(self, command: AddIdentifier, execution: Execution) -> IdentifierReceipt:
        """Add the identifier under an id that derives from the command."""
        added = IdentifierId(execution.new_id("identifier"))
        async with self.patients.change(command.patient, execution) as patient:
            holder = await self.identifiers.holder(command.identifier, execution)
            if holder is not None and holder != patient.id:
                raise IdentifierInUse(patient=holder)
            patient.add_identifier(added, command.identifier)
        return IdentifierReceipt(id=patient.id, version=patient.version, identifier=added)
