"""Note who pays for a patient's care."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.coverage import Coverage, CoverageId, CoverageRankTaken, TooManyCoverages
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class AddCoverage(Command, frozen=True, kw_only=True):
    """Add a coverage to a patient's record."""

    operation: ClassVar[str] = "patients.add-coverage"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (CoverageRankTaken, TooManyCoverages)

    patient: InPath[PatientId] = IN_PATH
    coverage: Coverage


class CoverageReceipt(Receipt, frozen=True, kw_only=True):
    """The patient that was changed, and the new coverage."""

    coverage: CoverageId


@dataclass(frozen=True, slots=True)
class AddCoverageHandler:
    """Adds a coverage."""

    patients: Patients

    async def __call__(self, command: AddCoverage, execution: Execution) -> CoverageReceipt:
        """Add the coverage under an id that derives from the command."""
        added = CoverageId(execution.new_id("coverage"))
        async with self.patients.change(command.patient, execution) as patient:
            patient.add_coverage(added, command.coverage)
        return CoverageReceipt(id=patient.id, version=patient.version, coverage=added)
