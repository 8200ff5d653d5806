"""Keep a disclosure from the patient, as an agency states."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.disclosures.ports import Disclosures
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.disclosure import DisclosureId
from domain.patients.suspension import (
    OralStatementTooLong,
    RecipientIsNoAgency,
    Statement,
    StatementLiesAhead,
    SuspensionEndsBeforeItBegins,
)
from domain.shared.errors import DomainError


class SuspendDisclosure(Command, frozen=True, kw_only=True):
    """Keep a disclosure off the patient's account, for as long as the agency states; a later statement replaces it."""

    operation: ClassVar[str] = "patients.suspend-disclosure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        RecipientIsNoAgency,
        StatementLiesAhead,
        SuspensionEndsBeforeItBegins,
        OralStatementTooLong,
    )

    disclosure: InPath[DisclosureId] = IN_PATH
    statement: Statement


@dataclass(frozen=True, slots=True)
class SuspendDisclosureHandler:
    """Suspends the account of a disclosure."""

    disclosures: Disclosures

    async def __call__(self, command: SuspendDisclosure, execution: Execution) -> Receipt:
        """Note what the agency stated."""
        async with self.disclosures.change(command.disclosure, execution) as disclosure:
            disclosure.suspend(command.statement, execution.actor.id, now=execution.now)
        return Receipt.of(disclosure)
