"""Lift a legal hold."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.erasure.ports import LegalHolds
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.legal_hold import LegalHoldId, LegalHoldLifted
from domain.shared.errors import DomainError


class LiftLegalHold(Command, frozen=True, kw_only=True):
    """Lift a legal hold: its matter is over."""

    operation: ClassVar[str] = "patients.lift-legal-hold"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (LegalHoldLifted,)

    legal_hold: InPath[LegalHoldId] = IN_PATH


@dataclass(frozen=True, slots=True)
class LiftLegalHoldHandler:
    """Lifts a hold."""

    holds: LegalHolds

    async def __call__(self, command: LiftLegalHold, execution: Execution) -> Receipt:
        """Note who lifts it."""
        async with self.holds.change(command.legal_hold, execution) as hold:
            hold.lift(execution.actor.id, now=execution.now)
        return Receipt.of(hold)
