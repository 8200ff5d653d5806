"""Write down that a patient agrees."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.patients.speaking import speaker
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.consent import ConsentAlreadyGiven, ConsentKind, TextVersion
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class GiveConsent(Command, frozen=True, kw_only=True):
    """Give a consent."""

    operation: ClassVar[str] = "patients.give-consent"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ConsentAlreadyGiven,)

    patient: InPath[PatientId] = IN_PATH
    kind: ConsentKind
    text_version: TextVersion


@dataclass(frozen=True, slots=True)
class GiveConsentHandler:
    """Notes to which words a patient agreed, and who said so."""

    patients: Patients

    async def __call__(self, command: GiveConsent, execution: Execution) -> Receipt:
        """Note the consent: the patient's own word where the patient is signed in, else as told to the clinic."""
        async with self.patients.change(command.patient, execution) as patient:
            by = speaker(command.patient, execution)
            patient.give_consent(command.kind, command.text_version, by, now=execution.now)
        return Receipt.of(patient)
