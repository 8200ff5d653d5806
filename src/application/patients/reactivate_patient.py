"""See a patient again."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.activity import PatientIsActive
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class ReactivatePatient(Command, frozen=True, kw_only=True):
    """Reactivate a patient, for whom visits can be booked again."""

    operation: ClassVar[str] = "patients.reactivate-patient"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (PatientIsActive,)

    patient: InPath[PatientId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ReactivatePatientHandler:
    """Takes a patient up again."""

    patients: Patients

    async def __call__(self, command: ReactivatePatient, execution: Execution) -> Receipt:
        """Note who reactivates the patient."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.reactivate(execution.actor.id, now=execution.now)
        return Receipt.of(patient)
