"""Write down that something of a patient's data was given to an outsider."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.disclosures.ports import Disclosures
from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.disclosure import Disclosure, DisclosureId, DisclosureLiesAhead, Particulars
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class RecordDisclosure(Command, frozen=True, kw_only=True):
    """Record that something of a patient's data was given to an outsider: by fax, as a copy, in a report.

    What an outsider reads with a key of theirs is accounted for without it.
    """

    operation: ClassVar[str] = "patients.record-disclosure"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (DisclosureLiesAhead,)
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    told: Particulars


@dataclass(frozen=True, slots=True)
class RecordDisclosureHandler:
    """Writes a disclosure down for a patient of the clinic."""

    patients: Patients
    disclosures: Disclosures

    async def __call__(self, command: RecordDisclosure, execution: Execution) -> Receipt:
        """Note the particulars, under an id that derives from the command."""
        await self.patients.get(command.patient, execution)
        disclosure = Disclosure.note(
            DisclosureId(execution.new_id("disclosure")),
            command.patient,
            command.told,
            execution.actor.id,
            now=execution.now,
        )
        await self.disclosures.add(disclosure, execution)
        return Receipt.of(disclosure)
