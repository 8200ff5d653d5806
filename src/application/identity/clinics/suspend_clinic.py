"""Suspend a clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import ClinicDirectory, Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.standing import ClinicIsClosed, SuspensionReason
from domain.shared.errors import DomainError


class SuspendClinic(Command, frozen=True, kw_only=True):
    """Let nobody of a clinic in until it is reinstated."""

    operation: ClassVar[str] = "identity.suspend-clinic"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ClinicIsClosed,)

    reason: SuspensionReason


@dataclass(frozen=True, slots=True)
class SuspendClinicHandler:
    """Suspends the clinic that the operator named."""

    clinics: Clinics
    directory: ClinicDirectory

    async def __call__(self, command: SuspendClinic, execution: Execution) -> Receipt:
        """Suspend the clinic, and have the directory say so, which every process reads."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.suspend(command.reason, now=execution.now)
        await self.directory.stand(clinic.standing, execution)
        return Receipt.of(clinic)
