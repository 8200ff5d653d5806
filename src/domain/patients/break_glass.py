"""Opening a record outside of care: at once, for a reason, for a short time, and seen by somebody else afterwards."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NewType, Self
from uuid import UUID

import msgspec

from domain.shared.aggregate import Aggregate, event
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId, PatientId
from domain.shared.patterns import SOMETHING_TO_READ
from domain.shared.time import Instant
from domain.shared.values import Clinical

BreakGlassId = NewType("BreakGlassId", UUID)

BreakGlassReason = Annotated[
    Clinical[str],
    msgspec.Meta(max_length=500, pattern=SOMETHING_TO_READ, description="Why the record is needed, in free words."),
]


class BreakGlassPurpose(StrEnum):
    """What a record is opened for, as HL7 names it (v3 value set PurposeOfUse)."""

    EMERGENCY = "emergency-treatment"
    """Somebody is in danger."""
    TREATMENT = "treatment"
    """Somebody is treated, or helped to be treated, without a visit."""
    PUBLIC_HEALTH = "public-health"
    """Others are in danger."""
    LEGAL = "legal"
    """A law wants it, today."""


class BreakGlassOutcome(StrEnum):
    """What a review found."""

    JUSTIFIED = "justified"
    """The record was needed."""
    NOT_JUSTIFIED = "not-justified"
    """It was not; what follows is the clinic's matter."""


class BreakGlassReviewed(DomainError):
    """A broken glass is reviewed once."""

    code = "patients.break-glass-reviewed"
    mend = "Nothing to do: somebody has looked at it; its outcome says what they found."


class ReviewNeedsSecondPerson(DomainError):
    """Nobody reviews a glass that they broke themselves."""

    code = "patients.review-needs-second-person"
    mend = "Let another owner of the clinic review it."


class BreakGlass(Aggregate):
    """One glass that was broken: whose record, by whom, why, until when, and what somebody else made of it."""

    class Broken(Aggregate.Created, frozen=True, kw_only=True):
        """A clinician opened a record outside of their care."""

        patient: PatientId
        account: AccountId
        purpose: BreakGlassPurpose
        reason: BreakGlassReason
        broken_at: Instant
        ends_at: Instant

    class Reviewed(Aggregate.Event, frozen=True, kw_only=True):
        """Somebody else looked at it."""

        outcome: BreakGlassOutcome
        reviewed_by: AccountId
        reviewed_at: Instant

    outcome: BreakGlassOutcome | None
    reviewed_by: AccountId | None
    reviewed_at: Instant | None

    @classmethod
    def break_(  # noqa: PLR0913 - whose, for what, why, by whom, and for how long
        cls,
        id: BreakGlassId,
        patient: PatientId,
        purpose: BreakGlassPurpose,
        reason: BreakGlassReason,
        by: AccountId,
        *,
        lasts: timedelta,
        now: datetime,
    ) -> Self:
        """Open a patient's record to an account for a while. There is no rule that refuses it."""
        return cls._create(
            cls.Broken,
            id=id,
            patient=patient,
            account=by,
            purpose=purpose,
            reason=reason,
            broken_at=now,
            ends_at=now + lasts,
        )

    def review(self, outcome: BreakGlassOutcome, by: AccountId, *, now: datetime) -> None:
        """Note what a review found. Raises ``ReviewNeedsSecondPerson``, ``BreakGlassReviewed``."""
        if by == self.account:
            raise ReviewNeedsSecondPerson
        if self.reviewed_at is not None:
            raise BreakGlassReviewed(reviewed_at=self.reviewed_at, outcome=self.outcome)
        self._reviewed(outcome=outcome, reviewed_by=by, reviewed_at=now)

    @event(Broken)
    def __init__(  # noqa: PLR0913, PLR0917 - the fact's fields
        self,
        patient: PatientId,
        account: AccountId,
        purpose: BreakGlassPurpose,
        reason: BreakGlassReason,
        broken_at: Instant,
        ends_at: Instant,
    ) -> None:
        self.patient = patient
        self.account = account
        self.purpose = purpose
        self.reason = reason
        self.broken_at = broken_at
        self.ends_at = ends_at
        self.outcome = self.reviewed_by = self.reviewed_at = None

    @event(Reviewed)
    def _reviewed(self, outcome: BreakGlassOutcome, reviewed_by: AccountId, reviewed_at: Instant) -> None:
        self.outcome = outcome
        self.reviewed_by = reviewed_by
        self.reviewed_at = reviewed_at
