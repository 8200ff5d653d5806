"""On which days a series repeats: the part of RFC 5545 that clinics use, read on a wall clock.

A month that lacks the day (the 31st, or 29 February) has no occurrence; the rule neither moves it nor ends there.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any, Final

import msgspec
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as rrule_weekday

from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.occurrence import StartTime, WallSlot
from domain.shared.errors import DomainError
from domain.shared.time import FIRST_YEAR, LAST_YEAR, Day
from domain.shared.values import ValueObject, WrongField

MOST_OCCURRENCES: Final = 100
"""Two years of weekly visits; and what one command can settle and write at once."""

_LAST_DAY: Final = date(LAST_YEAR - 1, 12, 31)
"""Of the years between the first and the last, every reading of every zone is an instant that can be stored."""

Interval = Annotated[int, msgspec.Meta(ge=1, le=12, description="Every so many days, weeks or months.")]

_WEEK: Final = tuple(Weekday)


def check_day(field: str, day: date | None) -> None:
    """Raise ``WrongField`` for a day that not every zone can name as an instant."""
    if day is not None and not FIRST_YEAR < day.year < LAST_YEAR:
        raise WrongField(field, f"a day of a series lies in the years {FIRST_YEAR + 1} to {LAST_YEAR - 1}")


class SeriesTooLong(DomainError):
    """A series has at most a hundred occurrences."""

    code = "scheduling.series-too-long"
    mend = "Let the series end sooner, and book another one nearer its end."


class SeriesHasNoDay(DomainError):
    """Each occurrence of a series has a day in the calendar, and a series has at least one."""

    code = "scheduling.series-has-no-day"
    mend = "Let the series end later, or let it repeat on a day that there is."


class Ordinal(StrEnum):
    """Which of its weekdays in a month."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


_NUMBERS: Final = {Ordinal.FIRST: 1, Ordinal.SECOND: 2, Ordinal.THIRD: 3, Ordinal.FOURTH: 4, Ordinal.LAST: -1}


class Daily(ValueObject, frozen=True, kw_only=True, tag_field="repeats", tag="daily"):
    """Every day, or every so many days."""

    interval: Interval = 1

    def rule(self) -> dict[str, Any]:
        """Give it in the words of RFC 5545."""
        return {"freq": DAILY, "interval": self.interval}


class Weekly(ValueObject, frozen=True, kw_only=True, tag_field="repeats", tag="weekly"):
    """On some weekdays of every week, or of every so many weeks; weeks begin on Monday."""

    weekdays: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1, max_length=len(Weekday))]
    interval: Interval = 1

    def rule(self) -> dict[str, Any]:
        """Give it in the words of RFC 5545."""
        return {"freq": WEEKLY, "interval": self.interval, "byweekday": [_WEEK.index(day) for day in self.weekdays]}


class MonthlyOnDay(ValueObject, frozen=True, kw_only=True, tag_field="repeats", tag="monthly-on-day"):
    """On one day of the month; a month without that day is passed over."""

    day: Annotated[int, msgspec.Meta(ge=1, le=31)]
    interval: Interval = 1

    def rule(self) -> dict[str, Any]:
        """Give it in the words of RFC 5545."""
        return {"freq": MONTHLY, "interval": self.interval, "bymonthday": self.day}


class MonthlyOnWeekday(ValueObject, frozen=True, kw_only=True, tag_field="repeats", tag="monthly-on-weekday"):
    """On the first, second, third, fourth or last of a weekday in the month."""

    which: Ordinal
    weekday: Weekday
    interval: Interval = 1

    def rule(self) -> dict[str, Any]:
        """Give it in the words of RFC 5545."""
        nth = rrule_weekday(_WEEK.index(self.weekday), _NUMBERS[self.which])
        return {"freq": MONTHLY, "interval": self.interval, "byweekday": nth}


Repetition = Daily | Weekly | MonthlyOnDay | MonthlyOnWeekday
"""How a series repeats, told apart by ``repeats``."""


class Recurrence(ValueObject, frozen=True, kw_only=True):
    """When a series takes place, on the wall clock of its provider.

    ``first_day`` is an occurrence only where the rule names it. It ends after a number of occurrences or with a day.
    """

    rule: Repetition
    first_day: Day
    at: StartTime
    count: Annotated[int, msgspec.Meta(ge=1)] | None = None
    until: Day | None = None
    """The last day on which an occurrence may be."""

    def __post_init__(self) -> None:
        check_day("first_day", self.first_day)
        check_day("until", self.until)
        if (self.count is None) == (self.until is None):
            raise WrongField("count", "a series ends after a count or with until: name one of the two")

    def slots(self) -> tuple[WallSlot, ...]:
        """Give every slot, in order. Raises ``SeriesTooLong`` and ``SeriesHasNoDay``."""
        slots = tuple(self._slots())
        if len(slots) > MOST_OCCURRENCES:
            raise SeriesTooLong(most=MOST_OCCURRENCES)
        if len(slots) < (self.count or 1):
            raise SeriesHasNoDay
        return slots

    def _slots(self) -> Iterator[WallSlot]:
        begin = datetime.combine(self.first_day, time())
        last = datetime.combine(self.until or _LAST_DAY, time())
        days = rrule(dtstart=begin, until=last, **self.rule.rule())
        enough = min(self.count or MOST_OCCURRENCES + 1, MOST_OCCURRENCES + 1)  # to know that there are too many
        return (WallSlot(day.date(), self.at) for day in islice(days, enough))
