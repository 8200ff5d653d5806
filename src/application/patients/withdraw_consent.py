"""Write down that a patient no longer agrees."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients, RegistryTermsToday
from application.patients.speaking import Voice, speaker
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.patients.consent import ConsentKind, ConsentNotGiven, GuardianMustConsent, NotTheGuardiansMatter
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class WithdrawConsent(Command, frozen=True, kw_only=True):
    """Withdraw a consent."""

    operation: ClassVar[str] = "patients.withdraw-consent"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ConsentNotGiven, GuardianMustConsent, NotTheGuardiansMatter)

    patient: InPath[PatientId] = IN_PATH
    kind: ConsentKind
    said_by: Voice = Voice.PATIENT
    """Whose word is written down; who is signed in as the patient speaks for themselves."""


@dataclass(frozen=True, slots=True)
class WithdrawConsentHandler:
    """Ends a consent. Holds the patient meanwhile: no booking that stands on the consent slips between."""

    patients: Patients
    terms: RegistryTermsToday
    locks: Locks

    async def __call__(self, command: WithdrawConsent, execution: Execution) -> Receipt:
        """Note the withdrawal, and whose word it is."""
        await self.locks.hold(execution, command.patient)
        async with self.patients.change(command.patient, execution) as patient:
            by = speaker(command.patient, command.said_by, execution)
            terms = await self.terms.today(execution)
            patient.withdraw_consent(command.kind, by, terms=terms, now=execution.now)
        return Receipt.of(patient)
