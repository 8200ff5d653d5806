"""From which day on a clinic's staff sign in with a second factor.

A clinic sets the day itself, so that everybody has time to enrol a device. NIST SP 800-63B-4 (2.2) asks for two factors
wherever personal data is at stake, and the HIPAA security rule for proof that somebody is who they claim to be (45 CFR
164.312(d)). Patients choose for themselves, and programs act with keys.
"""

from datetime import date
from typing import Final

from domain.shared.errors import DomainError
from domain.shared.roles import Role
from domain.shared.time import Day, check_calendar
from domain.shared.values import ValueObject

STAFF: Final = frozenset({Role.OWNER, Role.CLINICIAN, Role.FRONT_DESK, Role.AUDITOR})
"""Whose second factor a clinic may demand."""


class OwnSecondFactorFirst(DomainError):
    """Who demands a second factor of others has one: a clinic never demands what nobody in it has tried."""

    code = "identity.own-second-factor-first"
    mend = "Enrol a device for your own account and confirm it by its first code, then set the day."


class SecondFactorIsDemanded(DomainError):
    """Once the clinic's day has come, nobody of its staff does without the second factor."""

    code = "identity.second-factor-is-demanded"
    mend = "Keep it; for another device have an owner reset it, sign in, and enrol the other one."


class SecondFactorDemand(ValueObject, frozen=True, kw_only=True):
    """What a clinic demands of somebody at a moment."""

    since: Day | None = None
    """The clinic's day from which on a second factor is demanded of them; ``None`` where it is theirs to choose."""
    holds: bool = False
    """Whether that day has come."""


class SecondFactorTerms(ValueObject, frozen=True, kw_only=True):
    """From which of the clinic's days on its staff show a second factor; ``None`` while it is theirs to choose."""

    demanded_from: Day | None = None

    def __post_init__(self) -> None:
        check_calendar(self)

    def of(self, role: Role, today: date) -> SecondFactorDemand:
        """Give what is demanded of whoever has a role, on one of the clinic's days."""
        if self.demanded_from is None or role not in STAFF:
            return SecondFactorDemand()
        return SecondFactorDemand(since=self.demanded_from, holds=self.demanded_from <= today)
