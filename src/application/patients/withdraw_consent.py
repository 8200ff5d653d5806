"""Write down that a patient no longer agrees."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.patients.speaking import speaker
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.consent import ConsentKind, ConsentNotGiven
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class WithdrawConsent(Command, frozen=True, kw_only=True):
    """Withdraw a consent."""

    operation: ClassVar[str] = "patients.withdraw-consent"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ConsentNotGiven,)

    patient: InPath[PatientId] = IN_PATH
    kind: ConsentKind


@dataclass(frozen=True, slots=True)
class WithdrawConsentHandler:
    """Ends a consent. Holds the patient meanwhile: no booking that stands on the consent slips between."""

    patients: Patients
    locks: Locks

    async def __call__(self, command: WithdrawConsent, execution: Execution) -> Receipt:
        """Note the withdrawal, and whose word it is."""
        await self.locks.hold(execution, command.patient)
        async with self.patients.change(command.patient, execution) as patient:
            patient.withdraw_consent(command.kind, speaker(command.patient, execution), now=execution.now)
        return Receipt.of(patient)
