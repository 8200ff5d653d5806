"""Assign a provider to a patient no longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.care.ports import CareAssignments
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.patients.care_assignment import AssignmentIsOver, CareAssignmentId
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class UnassignProvider(Command, frozen=True, kw_only=True):
    """Take a provider out of a patient's care team, from now on."""

    operation: ClassVar[str] = "patients.unassign-provider"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (AssignmentIsOver,)

    patient: InPath[PatientId] = IN_PATH
    care_assignment: InPath[CareAssignmentId] = IN_PATH


@dataclass(frozen=True, slots=True)
class UnassignProviderHandler:
    """Ends an assignment."""

    assignments: CareAssignments

    async def __call__(self, command: UnassignProvider, execution: Execution) -> Receipt:
        """End it; the record stays open for as long as the clinic remembers care. Raises ``NotFound``."""
        async with self.assignments.change(command.care_assignment, execution) as assignment:
            if assignment.patient != command.patient:
                raise NotFound(id=command.care_assignment)
            assignment.end(now=execution.now)
        return Receipt.of(assignment)
