"""Who was registered, by the first fact of their stream, in memory."""

from uuid import UUID

from application.shared.execution import Execution
from domain.patients.patient import Patient
from domain.providers.provider import Provider
from domain.shared.aggregate import Aggregate
from domain.shared.identifiers import PatientId, ProviderId
from infrastructure.facts.ownership import belongs
from infrastructure.memory.log import MemoryLog


class MemoryPeople:
    """Reads the log."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def is_patient(self, patient: PatientId, execution: Execution) -> bool:
        """Tell whether the clinic registered the patient."""
        return self._is(patient, Patient, execution)

    async def is_provider(self, provider: ProviderId, execution: Execution) -> bool:
        """Tell whether the clinic added the provider."""
        return self._is(provider, Provider, execution)

    def _is(self, stream: UUID, aggregate: type[Aggregate], execution: Execution) -> bool:
        facts = self._log.history(execution.clinic, stream)
        return bool(facts) and belongs(facts[0], aggregate)
