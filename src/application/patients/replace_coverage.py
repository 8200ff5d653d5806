"""Put right what the record says of a coverage."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.coverage import Coverage, CoverageId, CoverageRankTaken, UnknownCoverage
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class ReplaceCoverage(Command, frozen=True, kw_only=True):
    """Replace a coverage that was entered by mistake or changed."""

    operation: ClassVar[str] = "patients.replace-coverage"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownCoverage, CoverageRankTaken)

    patient: InPath[PatientId] = IN_PATH
    coverage: InPath[CoverageId] = IN_PATH
    by: Coverage
    """What is right, as a whole."""


@dataclass(frozen=True, slots=True)
class ReplaceCoverageHandler:
    """Replaces a coverage as a whole."""

    patients: Patients

    async def __call__(self, command: ReplaceCoverage, execution: Execution) -> Receipt:
        """Write down what is right; saying the same again changes nothing."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.replace_coverage(command.coverage, command.by)
        return Receipt.of(patient)
