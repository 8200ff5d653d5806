"""A record is opened outside of care: at once, for a short time, and looked at by somebody else afterwards."""

from datetime import timedelta
from uuid import UUID

from domain.patients.break_glass import (
    BreakGlass,
    BreakGlassId,
    BreakGlassOutcome,
    BreakGlassPurpose,
    BreakGlassReviewed,
    ReviewNeedsSecondPerson,
)
from domain.shared.identifiers import AccountId, PatientId
from unit.patients.people import NINE, TEN
from unit.spec import STREAM, given

PATIENT, ADLER, OWNER = PatientId(UUID(int=51)), AccountId(UUID(int=52)), AccountId(UUID(int=53))
REASON = "Brought in unconscious; allergies unknown"

broken = BreakGlass.Broken(
    patient=PATIENT,
    account=ADLER,
    purpose=BreakGlassPurpose.EMERGENCY,
    reason=REASON,
    broken_at=NINE,
    ends_at=TEN,
)
justified = BreakGlass.Reviewed(outcome=BreakGlassOutcome.JUSTIFIED, reviewed_by=OWNER, reviewed_at=TEN)


def test_a_glass_is_broken() -> None:
    """A clinician opens a record for a reason, and for as long as the clinic set: here an hour."""
    given().when(
        lambda: BreakGlass.break_(
            BreakGlassId(STREAM),
            PATIENT,
            BreakGlassPurpose.EMERGENCY,
            REASON,
            ADLER,
            lasts=timedelta(hours=1),
            now=NINE,
        )
    ).then(broken)


def test_somebody_else_looks_at_it() -> None:
    """An owner of the clinic says whether the record was needed."""
    given(BreakGlass, broken).when(lambda glass: glass.review(BreakGlassOutcome.JUSTIFIED, OWNER, now=TEN)).then(
        justified
    )


def test_nobody_reviews_their_own() -> None:
    """Whoever broke the glass does not say that it was right, whatever role they have by then."""
    own = given(BreakGlass, broken).when(lambda glass: glass.review(BreakGlassOutcome.JUSTIFIED, ADLER, now=TEN))
    own.then_rejected(ReviewNeedsSecondPerson)


def test_it_is_reviewed_once() -> None:
    """What was found stays found."""
    twice = given(BreakGlass, broken, justified).when(
        lambda glass: glass.review(BreakGlassOutcome.NOT_JUSTIFIED, OWNER, now=TEN)
    )
    twice.then_rejected(BreakGlassReviewed, reviewed_at=TEN, outcome=BreakGlassOutcome.JUSTIFIED)
