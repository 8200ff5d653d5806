"""Assign a provider to a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.care.ports import Assignees, CareAssignments
from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.patients.care_assignment import (
    AlreadyAssigned,
    AssignedBehindGlass,
    AssigneeHasLeft,
    AssigneeSuspended,
    AssignmentEndsTooSoon,
    CareAssignment,
    CareAssignmentId,
    CareRole,
)
from domain.patients.term import Term
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.time import Instant


class AssignProvider(Command, frozen=True, kw_only=True):
    """Take a provider into a patient's care team.

    The record is open to them from the start on, until the end and for as long afterwards as the clinic remembers care.
    A clinician hands over, or has somebody cover for, who is in their own care.
    """

    operation: ClassVar[str] = "patients.assign-provider"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        AssignmentEndsTooSoon,
        AlreadyAssigned,
        AssigneeSuspended,
        AssigneeHasLeft,
        AssignedBehindGlass,
    )
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    provider: ProviderId
    role: CareRole
    starts_at: Instant | None = None
    """From when; none means from now on."""
    ends_at: Instant | None = None
    """Until when; none means that no end was agreed."""


@dataclass(frozen=True, slots=True)
class AssignProviderHandler:
    """Assigns a provider. Holds the patient and the provider meanwhile: nobody is assigned twice, or while leaving."""

    patients: Patients
    assignments: CareAssignments
    assignees: Assignees
    locks: Locks

    async def __call__(self, command: AssignProvider, execution: Execution) -> Receipt:
        """Assign them under an id that derives from the command. Raises ``NotFound`` for nobody of the directory."""
        await self.locks.hold(execution, command.patient, command.provider)
        await self.patients.get(command.patient, execution)
        assignee = await self.assignees.of(command.provider, execution)
        if assignee is None:
            raise NotFound(id=command.provider)
        assignment = CareAssignment.assign(
            CareAssignmentId(execution.new_id("care-assignment")),
            command.patient,
            assignee,
            command.role,
            Term(starts_at=command.starts_at or execution.now, ends_at=command.ends_at),
            standing=await self.assignments.standing(command.patient, command.provider, execution),
            behind_glass=execution.break_glass is not None,
            now=execution.now,
        )
        await self.assignments.add(assignment, execution)
        return Receipt.of(assignment)
