"""The care relationship: by what a clinician reaches a patient's record.

Who looks after somebody reads their record: they belong to the care team, or a visit is ahead or was not long ago. The
clinic says for how long either is remembered. Without such a tie there is the broken glass, which is open at once, for
a short time, and never silent (45 CFR 164.312(a)(2)(ii), emergency access procedure).
"""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec

from domain.patients.term import Term
from domain.shared.errors import DomainError
from domain.shared.time import Instant
from domain.shared.values import ValueObject

CareDays = Annotated[
    int, msgspec.Meta(ge=0, le=3650, description="In days, from the end of the visit or of the assignment.")
]


class OutsideCare(DomainError):
    """A clinician reads the records of the patients in their care."""

    code = "patients.outside-care"
    mend = (
        "Book a visit with the patient, or have the front desk take you into the care team; or break the glass, POST"
        " /patients/{patient}/break-glass with a reason, which opens the record at once, for a limited time, and tells"
        " the clinic."
    )


class CareTies(ValueObject, frozen=True, kw_only=True):
    """What there is between one clinician and one patient."""

    visit_until: Instant | None = None
    """The end of the last visit that they have or had with each other, whether it is ahead or past.

    A visit that is under way is one of them: whatever else opens a visit is said here, and nowhere else.
    """
    assignment: Term | None = None
    """When the clinician is in the care team: of the assignments that have begun the one that reaches furthest."""
    glass: UUID | None = None
    """The glass that was broken last."""
    glass_until: Instant | None = None
    """Until when that opens the record."""


class CareTerm(ValueObject, frozen=True, kw_only=True):
    """For how long a clinic counts a patient as in somebody's care."""

    days_after_visit: CareDays

    def lasts(self, ties: CareTies, now: datetime) -> bool:
        """Tell whether the patient is in the clinician's care, glass or no glass."""
        return self._remembers(ties.visit_until, now) or self._is_assigned(ties.assignment, now)

    def admit(self, ties: CareTies, now: datetime) -> UUID | None:
        """Let a clinician at a record; give the broken glass where nothing else does. Raises ``OutsideCare``."""
        if self.lasts(ties, now):
            return None
        if ties.glass_until is None or now >= ties.glass_until:
            raise OutsideCare
        return ties.glass

    def _is_assigned(self, assignment: Term | None, now: datetime) -> bool:
        if assignment is None or now < assignment.starts_at:
            return False
        return assignment.ends_at is None or self._remembers(assignment.ends_at, now)

    def _remembers(self, ended_at: datetime | None, now: datetime) -> bool:
        return ended_at is not None and now < ended_at + timedelta(days=self.days_after_visit)
