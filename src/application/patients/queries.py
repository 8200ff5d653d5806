"""What may be asked of the registry."""

from typing import ClassVar

from application.shared.query import Query
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant


class GetPatient(Query, frozen=True, kw_only=True):
    """Read a patient's record."""

    operation: ClassVar[str] = "patients.get-patient"

    patient: PatientId
    as_of: Instant | None = None
