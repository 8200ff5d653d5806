"""Let somebody act in a patient's place no longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Representations
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.representation import OnlyClinicEndsGuardianship, RepresentationId, RepresentationIsOver
from domain.shared.errors import DomainError
from domain.shared.roles import Role


class EndRepresentation(Command, frozen=True, kw_only=True):
    """End what a guardian or proxy may do for a patient, from now on."""

    operation: ClassVar[str] = "patients.end-representation"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (RepresentationIsOver, OnlyClinicEndsGuardianship)

    representation: InPath[RepresentationId] = IN_PATH


@dataclass(frozen=True, slots=True)
class EndRepresentationHandler:
    """Ends a representation."""

    representations: Representations

    async def __call__(self, command: EndRepresentation, execution: Execution) -> Receipt:
        """End it; what the account does afterwards in the patient's place finds nothing."""
        async with self.representations.change(command.representation, execution) as representation:
            representation.end(by_patient=execution.actor.role is Role.PATIENT, now=execution.now)
        return Receipt.of(representation)
