"""What the API shows of broken glasses."""

from application.shared.query import View
from domain.patients.break_glass import (
    BreakGlass,
    BreakGlassId,
    BreakGlassOutcome,
    BreakGlassPurpose,
    BreakGlassReason,
)
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.time import Instant


class BreakGlassView(View, frozen=True, kw_only=True):
    """A record that was opened outside of care, and what the review made of it."""

    id: BreakGlassId
    version: int
    patient: PatientId
    account: AccountId
    """Who broke it."""
    purpose: BreakGlassPurpose
    reason: BreakGlassReason
    broken_at: Instant
    ends_at: Instant
    outcome: BreakGlassOutcome | None
    reviewed_by: AccountId | None
    reviewed_at: Instant | None

    @classmethod
    def of(cls, glass: BreakGlass) -> "BreakGlassView":
        """Show a broken glass as it stands."""
        return cls(
            id=BreakGlassId(glass.id),
            version=glass.version,
            patient=glass.patient,
            account=glass.account,
            purpose=glass.purpose,
            reason=glass.reason,
            broken_at=glass.broken_at,
            ends_at=glass.ends_at,
            outcome=glass.outcome,
            reviewed_by=glass.reviewed_by,
            reviewed_at=glass.reviewed_at,
        )
