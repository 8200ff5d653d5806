"""What may be asked about care teams, and about broken glasses."""

from typing import ClassVar

from application.shared.paging import Cursor, Limit
from application.shared.query import Query
from domain.patients.break_glass import BreakGlassId
from domain.shared.identifiers import AccountId, PatientId, ProviderId
from domain.shared.time import Instant


class GetBreakGlass(Query, frozen=True, kw_only=True):
    """Read who opened a record outside of their care, and why."""

    operation: ClassVar[str] = "patients.get-break-glass"

    break_glass: BreakGlassId
    as_of: Instant | None = None


class ListBreakGlass(Query, frozen=True, kw_only=True):
    """List the records that were opened outside of care; what nobody has reviewed yet is the queue of the review."""

    operation: ClassVar[str] = "patients.list-break-glass"

    reviewed: bool | None = None
    """Only what somebody has reviewed, or only what nobody has."""
    patient: PatientId | None = None
    account: AccountId | None = None
    """By whom it was broken."""
    after: Cursor | None = None
    limit: Limit = 50


class ListCareAssignments(Query, frozen=True, kw_only=True):
    """List who is in whose care team, what is over included: a patient's team, or a provider's patients."""

    operation: ClassVar[str] = "patients.list-care-assignments"

    patient: PatientId | None = None
    provider: ProviderId | None = None
    after: Cursor | None = None
    limit: Limit = 50
