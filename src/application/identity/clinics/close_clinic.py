"""Close a clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import ClinicDirectory, Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution


class CloseClinic(Command, frozen=True, kw_only=True):
    """Close a clinic for good."""

    operation: ClassVar[str] = "identity.close-clinic"


@dataclass(frozen=True, slots=True)
class CloseClinicHandler:
    """Closes the clinic that the operator named."""

    clinics: Clinics
    directory: ClinicDirectory

    async def __call__(self, _: CloseClinic, execution: Execution) -> Receipt:
        """Close the clinic, and have the directory say so, which every process reads."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.close(now=execution.now)
        await self.directory.stand(clinic.standing, execution)
        return Receipt.of(clinic)
