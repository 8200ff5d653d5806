"""Write down that a patient agrees."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients, RegistryTermsToday
from application.patients.speaking import Voice, statement
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.consent import (
    ConsentAlreadyGiven,
    ConsentKind,
    ConsentMethod,
    ConsentTextNotCurrent,
    GuardianMustConsent,
    NotTheGuardiansMatter,
    TextVersion,
)
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId


class GiveConsent(Command, frozen=True, kw_only=True):
    """Give a consent."""

    operation: ClassVar[str] = "patients.give-consent"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        ConsentAlreadyGiven,
        ConsentTextNotCurrent,
        GuardianMustConsent,
        NotTheGuardiansMatter,
    )

    patient: InPath[PatientId] = IN_PATH
    kind: ConsentKind
    text_version: TextVersion
    said_by: Voice = Voice.PATIENT
    """Whose word is written down; who is signed in as the patient speaks for themselves."""
    how: ConsentMethod | None = None
    """How that word was given; online, where the patient is signed in."""


@dataclass(frozen=True, slots=True)
class GiveConsentHandler:
    """Notes to which words a patient agreed, and who said so."""

    patients: Patients
    terms: RegistryTermsToday

    async def __call__(self, command: GiveConsent, execution: Execution) -> Receipt:
        """Note the consent: the patient's own word where the patient is signed in, else as told to the clinic."""
        async with self.patients.change(command.patient, execution) as patient:
            said = statement(command.patient, command.said_by, command.how, execution)
            terms = await self.terms.today(execution)
            patient.give_consent(command.kind, command.text_version, said, terms=terms, now=execution.now)
        return Receipt.of(patient)
