"""How what follows in a series is laid out when the series changes."""

from collections.abc import Sequence

from domain.scheduling.series.occurrence import StartTime, WallSlot
from domain.scheduling.series.recurrence import Recurrence, Repetition
from domain.shared.time import Day
from domain.shared.values import ValueObject


class Layout(ValueObject, frozen=True, kw_only=True):
    """What is wanted of the slots from some occurrence on; what is not named stays as it is.

    With another rule or first day the occurrences that go along are laid out anew, in their order, one for each day
    that the rule names. Without, each keeps its day: a week that was left out stays left out.
    """

    rule: Repetition | None = None
    first_day: Day | None = None
    at: StartTime | None = None

    def recurrence(self, present: Recurrence, following: Sequence[WallSlot]) -> Recurrence:
        """Give the recurrence of those that follow, whose slots now are given in order."""
        return Recurrence(
            rule=self.rule or present.rule,
            first_day=self.first_day or following[0].day,
            at=self.at or following[0].at,
            count=len(following),
        )

    def slots(self, present: Recurrence, following: Sequence[WallSlot]) -> tuple[WallSlot, ...]:
        """Give the new slot of each. Raises ``SeriesHasNoDay``."""
        if self.rule is None and self.first_day is None:
            return tuple(WallSlot(slot.day, self.at or slot.at) for slot in following)
        return self.recurrence(present, following).slots()
