"""Note until when a coverage pays."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.coverage import CoverageEndsAlready, CoverageEndsBeforeItBegins, CoverageId, UnknownCoverage
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId
from domain.shared.time import Day


class EndCoverage(Command, frozen=True, kw_only=True):
    """End a coverage."""

    operation: ClassVar[str] = "patients.end-coverage"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        UnknownCoverage,
        CoverageEndsBeforeItBegins,
        CoverageEndsAlready,
    )

    patient: InPath[PatientId] = IN_PATH
    coverage: InPath[CoverageId] = IN_PATH
    last_day: Day


@dataclass(frozen=True, slots=True)
class EndCoverageHandler:
    """Ends a coverage."""

    patients: Patients

    async def __call__(self, command: EndCoverage, execution: Execution) -> Receipt:
        """Note the last day on which it pays."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.end_coverage(command.coverage, command.last_day)
        return Receipt.of(patient)
