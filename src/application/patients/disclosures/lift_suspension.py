"""Let a patient be told of a disclosure before its suspension is over."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.disclosures.ports import Disclosures
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.disclosure import DisclosureId
from domain.patients.suspension import DisclosureNotSuspended
from domain.shared.errors import DomainError


class LiftSuspension(Command, frozen=True, kw_only=True):
    """Put a suspended disclosure back on the patient's account before its time."""

    operation: ClassVar[str] = "patients.lift-suspension"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (DisclosureNotSuspended,)

    disclosure: InPath[DisclosureId] = IN_PATH


@dataclass(frozen=True, slots=True)
class LiftSuspensionHandler:
    """Ends a suspension early."""

    disclosures: Disclosures

    async def __call__(self, command: LiftSuspension, execution: Execution) -> Receipt:
        """Note that the patient is told from now on."""
        async with self.disclosures.change(command.disclosure, execution) as disclosure:
            disclosure.lift_suspension(execution.actor.id, now=execution.now)
        return Receipt.of(disclosure)
