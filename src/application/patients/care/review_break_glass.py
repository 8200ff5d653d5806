"""Review a broken glass."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.care.ports import BrokenGlasses
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.break_glass import BreakGlassId, BreakGlassOutcome, BreakGlassReviewed, ReviewNeedsSecondPerson
from domain.shared.errors import DomainError


class ReviewBreakGlass(Command, frozen=True, kw_only=True):
    """Say whether a record had to be opened outside of care."""

    operation: ClassVar[str] = "patients.review-break-glass"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ReviewNeedsSecondPerson, BreakGlassReviewed)

    break_glass: InPath[BreakGlassId] = IN_PATH
    outcome: BreakGlassOutcome


@dataclass(frozen=True, slots=True)
class ReviewBreakGlassHandler:
    """Notes what a review found."""

    glasses: BrokenGlasses

    async def __call__(self, command: ReviewBreakGlass, execution: Execution) -> Receipt:
        """Note who reviewed it, and the outcome."""
        async with self.glasses.change(command.break_glass, execution) as glass:
            glass.review(command.outcome, execution.actor.id, now=execution.now)
        return Receipt.of(glass)
