"""Care, for operations that live in the present."""

from collections.abc import Collection
from uuid import UUID

from msgspec.structs import replace

from application.shared.care import Care
from application.shared.clock import ClinicClocks
from application.shared.execution import Execution
from domain.shared.identifiers import PatientId


class CareByTheClinicsClock:
    """Asks at the clinic's time: in a sandbox visits, teams and broken glasses begin and end by its clock."""

    def __init__(self, care: Care, clocks: ClinicClocks) -> None:
        self._care = care
        self._clocks = clocks

    async def admit(self, patients: Collection[UUID], execution: Execution) -> UUID | None:
        """Let the actor at records; give the glass that was broken for one of them. Raises ``OutsideCare``."""
        return await self._care.admit(patients, await self._at_the_clinic(execution))

    async def among(self, patients: Collection[PatientId], execution: Execution) -> frozenset[PatientId]:
        """Give those of some patients who are in the actor's care."""
        return await self._care.among(patients, await self._at_the_clinic(execution))

    async def _at_the_clinic(self, execution: Execution) -> Execution:
        return replace(execution, now=await self._clocks.now(execution.clinic))
