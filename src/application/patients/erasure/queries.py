"""What may be asked about forgetting."""

from typing import ClassVar

from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from domain.patients.erasure import ErasureId, ErasureState
from domain.patients.legal_hold import LegalHoldId
from domain.shared.identifiers import PatientId
from domain.shared.time import Instant


class GetErasure(Query, frozen=True, kw_only=True):
    """Read a request to erase a patient."""

    operation: ClassVar[str] = "patients.get-erasure"

    erasure: ErasureId
    as_of: Instant | None = None


class ListErasures(Query, frozen=True, kw_only=True):
    """List the requests to erase patients, settled ones included."""

    operation: ClassVar[str] = "patients.list-erasures"

    state: ErasureState | None = None
    patient: PatientId | None = None
    """Whom it was asked for; what an approval erased beside that record stands in ``records``."""
    after: Cursor | None = None
    limit: Limit = 50


class GetLegalHold(Query, frozen=True, kw_only=True):
    """Read a legal hold."""

    operation: ClassVar[str] = "patients.get-legal-hold"

    legal_hold: LegalHoldId
    as_of: Instant | None = None


class ListLegalHolds(Query, frozen=True, kw_only=True):
    """List legal holds, lifted ones included."""

    operation: ClassVar[str] = "patients.list-legal-holds"

    patient: PatientId | None = None
    after: Cursor | None = None
    limit: Limit = 50
