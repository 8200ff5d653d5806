"""State that a patient is who they say they are."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.ports import Patients
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.verification import IdentityCheck
from domain.shared.identifiers import PatientId


class VerifyIdentity(Command, frozen=True, kw_only=True):
    """Verify a patient's identity."""

    operation: ClassVar[str] = "patients.verify-identity"

    patient: InPath[PatientId] = IN_PATH
    method: IdentityCheck


@dataclass(frozen=True, slots=True)
class VerifyIdentityHandler:
    """Notes who verified a patient's identity, and how."""

    patients: Patients

    async def __call__(self, command: VerifyIdentity, execution: Execution) -> Receipt:
        """Verify the identity in the actor's name."""
        async with self.patients.change(command.patient, execution) as patient:
            patient.verify_identity(command.method, execution.actor.id, now=execution.now)
        return Receipt.of(patient)
