"""Rename the clinic."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import Command, Receipt
from application.shared.execution import Execution
from domain.identity.premises import PlaceName


class RenameClinic(Command, frozen=True, kw_only=True):
    """Call the clinic by another name; its short name stays."""

    operation: ClassVar[str] = "identity.rename-clinic"

    name: PlaceName


@dataclass(frozen=True, slots=True)
class RenameClinicHandler:
    """Renames the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: RenameClinic, execution: Execution) -> Receipt:
        """Give the clinic its name."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.rename(command.name)
        return Receipt.of(clinic)
