"""Write down a disclosure of which the patient is not to be told for now."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.disclosures.ports import Disclosures
from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.disclosure import Disclosure, DisclosureId, DisclosureLiesAhead, Particulars
from domain.patients.suspension import (
    OralStatementTooLong,
    RecipientIsNoAgency,
    Statement,
    StatementLiesAhead,
    SuspensionEndsBeforeItBegins,
)
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RecordSuspendedDisclosure(Command, frozen=True, kw_only=True):
    """Record a disclosure to an agency that stated that the patient is not to be told for now.

    It is never on the patient's account before the agency's time is over, as it would be between a record and its
    suspension.
    """

    operation: ClassVar[str] = "patients.record-suspended-disclosure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        DisclosureLiesAhead,
        RecipientIsNoAgency,
        StatementLiesAhead,
        SuspensionEndsBeforeItBegins,
        OralStatementTooLong,
    )
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    told: Particulars
    statement: Statement


@dataclass(frozen=True, slots=True)
class RecordSuspendedDisclosureHandler:
    """Writes a disclosure down together with its suspension."""

    patients: Patients
    disclosures: Disclosures

    async def __call__(self, command: RecordSuspendedDisclosure, execution: Execution) -> Receipt:
        """Note both, under an id that derives from the command."""
        await self.patients.get(command.patient, execution)
        id_, by = DisclosureId(execution.new_id("disclosure")), execution.actor.id
        disclosure = Disclosure.note(id_, command.patient, command.told, by, now=execution.now)
        disclosure.suspend(command.statement, by, now=execution.now)
        await self.disclosures.add(disclosure, execution)
        return Receipt.of(disclosure)
