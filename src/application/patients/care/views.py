"""What the API shows of care teams, and of broken glasses."""

from application.shared.query import View
from domain.patients.break_glass import (
    BreakGlass,
    BreakGlassId,
    BreakGlassOutcome,
    BreakGlassPurpose,
    BreakGlassReason,
)
from domain.patients.care_assignment import CareAssignment, CareAssignmentId, CareRole
from domain.shared.identifiers import AccountId, PatientId, ProviderId
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


class CareAssignmentView(View, frozen=True, kw_only=True):
    """That a provider is in a patient's care team, as what, from when until when."""

    id: CareAssignmentId
    version: int
    patient: PatientId
    provider: ProviderId
    role: CareRole
    assigned_at: Instant
    starts_at: Instant
    ends_at: Instant | None
    """The end that was agreed."""
    ended_at: Instant | None
    """When it was ended before that."""

    @classmethod
    def of(cls, assignment: CareAssignment) -> "CareAssignmentView":
        """Show an assignment as it stands."""
        return cls(
            id=CareAssignmentId(assignment.id),
            version=assignment.version,
            patient=assignment.patient,
            provider=assignment.provider,
            role=assignment.role,
            assigned_at=assignment.created_on,
            starts_at=assignment.term.starts_at,
            ends_at=assignment.term.ends_at,
            ended_at=assignment.ended_at,
        )
