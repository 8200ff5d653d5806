"""What is destroyed with a patient, in memory."""

from collections.abc import Sequence

from application.shared.execution import Execution
from domain.shared.identifiers import PatientId
from infrastructure.memory.log import MemoryLog, current


class MemoryShredder:
    """Takes what is personal out of the log's facts when the command commits."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def shred(self, patients: Sequence[PatientId], execution: Execution) -> None:
        """Have the log forget the patients."""
        current().on_commit(lambda: None, lambda: self._log.forget(execution.clinic, frozenset(patients)))
