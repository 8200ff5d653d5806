"""Whose record there is, in memory."""

from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.facts.ownership import belongs
from infrastructure.memory.log import MemoryLog


class MemoryRecords:
    """Reads the first fact of a record."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def demand(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` where there is no such record, ``Erased`` where it was erased."""
        facts = self._log.history(execution.clinic, patient)
        if not facts or not belongs(facts[0], Patient):
            raise NotFound(id=patient)
