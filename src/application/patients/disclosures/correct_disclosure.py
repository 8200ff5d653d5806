"""Correct what was written down of a disclosure."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.disclosures.ports import Disclosures
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.disclosure import DisclosureId, DisclosureLiesAhead, DisclosureStandsSo, Particulars
from domain.patients.suspension import DisclosureIsSuspended
from domain.shared.errors import DomainError


class CorrectDisclosure(Command, frozen=True, kw_only=True):
    """Correct the record of a disclosure; what it said before stays in the log."""

    operation: ClassVar[str] = "patients.correct-disclosure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        DisclosureLiesAhead,
        DisclosureStandsSo,
        DisclosureIsSuspended,
    )

    disclosure: InPath[DisclosureId] = IN_PATH
    told: Particulars


@dataclass(frozen=True, slots=True)
class CorrectDisclosureHandler:
    """Corrects a disclosure that was written down."""

    disclosures: Disclosures

    async def __call__(self, command: CorrectDisclosure, execution: Execution) -> Receipt:
        """Note how it really was."""
        async with self.disclosures.change(command.disclosure, execution) as disclosure:
            disclosure.correct(command.told, execution.actor.id, now=execution.now)
        return Receipt.of(disclosure)
