"""Whose record there is, on PostgreSQL."""

from application.patients.views import PatientView
from application.shared.execution import Execution
from domain.patients.patient import Patient
from domain.shared.identifiers import PatientId
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel


class PostgresRecords:
    """Reads patients' rows."""

    def __init__(self, records: ReadModel[Patient, PatientView], reads: PointReads) -> None:
        self._records = records
        self._reads = reads

    async def demand(self, patient: PatientId, execution: Execution) -> None:
        """Raise ``NotFound`` where there is no such record, ``Erased`` where it was erased."""
        await self._reads.one(self._records, patient, execution)
