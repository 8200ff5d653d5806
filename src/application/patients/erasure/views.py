"""What the API shows of erasures and legal holds."""

from application.shared.query import View
from domain.patients.erasure import Erasure, ErasureId, ErasureReason, ErasureState
from domain.patients.legal_hold import HoldMatter, LegalHold, LegalHoldId
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.time import Instant


class ErasureView(View, frozen=True, kw_only=True):
    """A request to erase a patient, and what came of it."""

    id: ErasureId
    version: int
    patient: PatientId
    reason: ErasureReason
    state: ErasureState
    requested_by: AccountId
    requested_at: Instant
    settled_by: AccountId | None
    """Who approved or withdrew it."""
    settled_at: Instant | None
    records: tuple[PatientId, ...]
    """What was erased: all records of the one person."""

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureView":
        """Show a request as it stands."""
        return cls(
            id=ErasureId(erasure.id),
            version=erasure.version,
            patient=erasure.patient,
            reason=erasure.reason,
            state=erasure.state,
            requested_by=erasure.requested_by,
            requested_at=erasure.requested_at,
            settled_by=erasure.settled_by,
            settled_at=erasure.settled_at,
            records=erasure.records,
        )


class LegalHoldView(View, frozen=True, kw_only=True):
    """A matter for which a record is kept."""

    id: LegalHoldId
    version: int
    patient: PatientId
    matter: HoldMatter
    placed_by: AccountId
    placed_at: Instant
    lifted_by: AccountId | None
    lifted_at: Instant | None

    @classmethod
    def of(cls, hold: LegalHold) -> "LegalHoldView":
        """Show a hold as it stands."""
        return cls(
            id=LegalHoldId(hold.id),
            version=hold.version,
            patient=hold.patient,
            matter=hold.matter,
            placed_by=hold.placed_by,
            placed_at=hold.placed_at,
            lifted_by=hold.lifted_by,
            lifted_at=hold.lifted_at,
        )
