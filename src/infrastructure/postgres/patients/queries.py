"""The registry's questions, each one statement."""

from application.patients.queries import GetPatient
from application.patients.views import PatientView
from application.shared.execution import Execution
from application.shared.refusals import NotFound
from domain.patients.patient import Patient
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel


class PostgresPatientQueries:
    """Answers from the record's rows."""

    def __init__(self, patients: ReadModel[Patient, PatientView], reads: PointReads) -> None:
        self._patients = patients
        self._reads = reads

    async def get(self, query: GetPatient, execution: Execution) -> PatientView:
        """Show one patient, now or as of a past moment."""
        if not execution.reaches(patient=query.patient, provider=None):
            raise NotFound(id=query.patient)
        return await self._reads.one(self._patients, query.patient, execution, as_of=query.as_of)
