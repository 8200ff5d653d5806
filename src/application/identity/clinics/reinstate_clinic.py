"""Reinstate a clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import ClinicDirectory, Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.standing import ClinicIsClosed
from domain.shared.errors import DomainError


class ReinstateClinic(Command, frozen=True, kw_only=True):
    """Let the people of a suspended clinic in again."""

    operation: ClassVar[str] = "identity.reinstate-clinic"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (ClinicIsClosed,)


@dataclass(frozen=True, slots=True)
class ReinstateClinicHandler:
    """Reinstates the clinic that the operator named."""

    clinics: Clinics
    directory: ClinicDirectory

    async def __call__(self, _: ReinstateClinic, execution: Execution) -> Receipt:
        """Reinstate the clinic, and have the directory say so, which every process reads."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.reinstate(now=execution.now)
        await self.directory.stand(clinic.standing, execution)
        return Receipt.of(clinic)
