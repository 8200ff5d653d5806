"""The registry's questions, answered by folding."""

from application.patients.queries import GetPatient
from application.patients.views import PatientView
from application.shared.execution import Execution
from domain.patients.patient import Patient
from infrastructure.memory.repository import MemoryRepository


class MemoryPatientQueries:
    """Answers from the log."""

    def __init__(self, patients: MemoryRepository[Patient]) -> None:
        self._patients = patients

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        return PatientView.of(self._patients.find(query.patient, execution, query.as_of))
