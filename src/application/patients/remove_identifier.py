"""Take an identifier off a patient's record."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.identifier import IdentifierId, UnknownIdentifier
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RemoveIdentifier(Command, frozen=True, kw_only=True):
    """Remove an identifier from a patient's record."""

    operation: ClassVar[str] = "patients.remove-identifier"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownIdentifier,)

    patient: InPath[PatientId] = IN_PATH
    identifier: InPath[IdentifierId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RemoveIdentifierHandler:
    """Removes an identifier; another patient may have it from then on."""

    patients: Patients

    async def __call__(self, command: RemoveIdentifier, execution: Execution) -> Receipt:
        """Take the identifier off the record."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.remove_identifier(command.identifier)
        return Receipt.of(patient)
