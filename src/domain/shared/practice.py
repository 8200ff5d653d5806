"""Where and when somebody may practise: what the directory knows, and what the calendar asks."""

from datetime import date

from domain.shared.places import Jurisdiction
from domain.shared.time import Day
from domain.shared.values import ValueObject


class PracticeRight(ValueObject, frozen=True, kw_only=True):
    """A right to practise in a jurisdiction, from a day to a day, both included; without an end it is open.

    Countries and their parts are told apart: a right for US says nothing of US-CA.
    """

    jurisdiction: Jurisdiction
    valid_from: Day
    valid_until: Day | None = None
    revoked: bool = False
    """Whether a regulator ended it, and not time alone."""

    def covers(self, jurisdiction: Jurisdiction, day: date) -> bool:
        """Tell whether it allows seeing a patient who is in a jurisdiction on their local date."""
        return (
            self.jurisdiction == jurisdiction
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )
