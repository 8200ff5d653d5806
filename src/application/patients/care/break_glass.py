"""Break the glass."""

from dataclasses import dataclass
from typing import ClassVar

from application.patients.care.ports import BrokenGlasses
from application.patients.ports import Patients, RegistryTermsToday
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.patients.break_glass import BreakGlass, BreakGlassId, BreakGlassPurpose, BreakGlassReason
from domain.shared.identifiers import PatientId


class BreakTheGlass(Command, frozen=True, kw_only=True):
    """Open the record of a patient who is not in the clinician's care.

    It is open at once, and for as long as the clinic's registry policy says. The clinic is told, an owner reviews it
    afterwards, and the audit trail says of each reading that the glass was broken for it.
    """

    operation: ClassVar[str] = "patients.break-glass"
    conditional: ClassVar[bool] = False

    patient: InPath[PatientId] = IN_PATH
    purpose: BreakGlassPurpose
    reason: BreakGlassReason


@dataclass(frozen=True, slots=True)
class BreakTheGlassHandler:
    """Opens the record; nothing refuses it but that there is no such record."""

    patients: Patients
    glasses: BrokenGlasses
    terms: RegistryTermsToday

    async def __call__(self, command: BreakTheGlass, execution: Execution) -> Receipt:
        """Note who opens whose record and why, under an id that derives from the command."""
        await self.patients.get(command.patient, execution)
        glass = BreakGlass.break_(
            BreakGlassId(execution.new_id("break-glass")),
            command.patient,
            command.purpose,
            command.reason,
            execution.actor.id,
            lasts=(await self.terms.today(execution)).policy.glass_stays_broken,
            now=execution.now,
        )
        await self.glasses.add(glass, execution)
        return Receipt.of(glass)
