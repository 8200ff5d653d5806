"""Erase a patient."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.erasure.examining import KEEPING_REFUSALS, Examining
from application.patients.erasure.ports import Erasures, Shredder
from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.erasure import ErasureId, ErasureNeedsSecondPerson, ErasureSettled
from domain.shared.errors import DomainError


class ApproveErasure(Command, frozen=True, kw_only=True):
    """Approve a request to erase a patient, whose records nobody can read from then on.

    Not to be undone: the key under which everything about the person is sealed is destroyed, for every moment of the
    past and in all records of the person. Appointments and audit entries stay, with ids alone.
    """

    operation: ClassVar[str] = "patients.approve-erasure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        ErasureNeedsSecondPerson,
        ErasureSettled,
        *KEEPING_REFUSALS,
    )

    erasure: InPath[ErasureId] = IN_PATH


@dataclass(frozen=True, slots=True)
class ApproveErasureHandler:
    """Closes every record of the person and shreds what they hold, in one transaction with the approval.

    Each record gets a last fact, so that a command which read the record before loses the race instead of writing
    something personal behind the erasure.
    """

    erasures: Erasures
    patients: Patients
    examining: Examining
    shredder: Shredder

    async def __call__(self, command: ApproveErasure, execution: Execution) -> Receipt:
        """Note who approves, and erase."""
        async with self.erasures.change(command.erasure, execution) as erasure:
            erasure.demand_open()
            person = await self.examining.of(erasure.patient, execution)
            erasure.approve(execution.actor.id, person.records, keeping=person.keeping, now=execution.now)
        for record in person.records:
            async with self.patients.change(record, execution) as patient:
                patient.erase(command.erasure, now=execution.now)
        await self.shredder.shred(person.records, execution)
        return Receipt.of(erasure)
