"""Hold a patient's record for a legal matter."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.erasure.ports import LegalHolds
from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.legal_hold import HoldMatter, LegalHold, LegalHoldId
from domain.shared.identifiers import PatientId


class PlaceLegalHold(Command, frozen=True, kw_only=True):
    """Place a legal hold: the patient is not erased until it is lifted."""

    operation: ClassVar[str] = "patients.place-legal-hold"
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    matter: HoldMatter


@dataclass(frozen=True, slots=True)
class PlaceLegalHoldHandler:
    """Places a hold. Holds the patient meanwhile: no approval of an erasure slips between."""

    patients: Patients
    holds: LegalHolds
    locks: Locks

    async def __call__(self, command: PlaceLegalHold, execution: Execution) -> Receipt:
        """Note the matter, under an id that derives from the command."""
        await self.locks.hold(execution, command.patient)
        await self.patients.get(command.patient, execution)
        hold = LegalHold.place(
            LegalHoldId(execution.new_id("legal-hold")),
            command.patient,
            command.matter,
            execution.actor.id,
            now=execution.now,
        )
        await self.holds.add(hold, execution)
        return Receipt.of(hold)
