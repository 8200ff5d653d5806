"""When a provider works, as wall-clock rules."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final, NewType
from uuid import UUID

import msgspec

from domain.scheduling.slots.stretch import Stretch
from domain.shared.identifiers import SiteId
from domain.shared.patterns import whole
from domain.shared.time import Day, TimeZone, check_calendar
from domain.shared.values import Public, ValueObject
from domain.shared.visits import VisitMode

ExceptionId = NewType("ExceptionId", UUID)

WallTime = Annotated[
    Public[str],
    msgspec.Meta(
        pattern=whole("(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)"),
        description="A wall clock's reading; 24:00 is midnight at the end of the day.",
        examples=["09:00", "24:00"],
    ),
]
"""Text, so that readings compare as they sort and midnight at a day's end can be said."""

MIDNIGHT, END_OF_DAY = "00:00", "24:00"

_READING = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


MOST_WEEKLY_HOURS: Final = 100
"""Per provider: fourteen stretches a day."""

MOST_EXCEPTIONS: Final = 500
"""Per provider: one each working day of two years."""

Modes = Annotated[tuple[VisitMode, ...], msgspec.Meta(max_length=len(VisitMode))]


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Give the weekday of a date."""
        return _WEEK[day.weekday()]


_WEEK = tuple(Weekday)


class Hours(ValueObject, frozen=True, kw_only=True):
    """Working hours between two readings of the wall clock, for some or all modes of visit."""

    opens: WallTime
    closes: WallTime
    modes: Modes = ()
    """Which modes of visit are seen; none named means all."""

    site: SiteId | None = None
    """Where patients are seen in person; not named means at any site. Remote visits do not ask."""

    def __post_init__(self) -> None:
        _check(self.opens, self.closes)

    @property
    def run_past_midnight(self) -> bool:
        """Tell whether they close on another day than they open, or never open at all."""
        return self.closes <= self.opens

    def serve(self, mode: VisitMode, site: SiteId | None) -> bool:
        """Tell whether a visit of this mode, in person at this site, may take place in these hours."""
        if self.modes and mode not in self.modes:
            return False
        return mode is not VisitMode.IN_PERSON or self.site is None or self.site == site

    def on(self, day: date, zone: TimeZone) -> Stretch:
        """Give the hours on a day. They are empty where a skipped hour swallows them."""
        return Stretch(instant(zone, day, self.opens), instant(zone, day, self.closes))


class WeeklyHours(Hours, frozen=True, kw_only=True):
    """Hours that repeat every week."""

    weekday: Weekday

    def overlap(self, other: "WeeklyHours") -> bool:
        """Tell whether two rules speak of the same time of the week."""
        return self.weekday == other.weekday and self.opens < other.closes and other.opens < self.closes


class ExtraHours(Hours, frozen=True, kw_only=True):
    """Hours on one day, on top of the weekly ones."""

    exception_id: ExceptionId
    day: Day

    def __post_init__(self) -> None:
        _check(self.opens, self.closes)
        check_calendar(self)


class TimeOff(ValueObject, frozen=True, kw_only=True):
    """A stretch of days or hours in which the provider does not work, whatever the other rules say."""

    exception_id: ExceptionId
    first_day: Day
    last_day: Day
    leaves: WallTime = MIDNIGHT
    """When the provider leaves on the first day."""

    returns: WallTime = END_OF_DAY
    """When the provider is back on the last day."""

    def __post_init__(self) -> None:
        _check(self.leaves, self.returns)
        check_calendar(self)
        if (self.last_day, self.returns) <= (self.first_day, self.leaves):
            message = "time off ends after it begins: last_day and returns must come after first_day and leaves"
            raise ValueError(message)

    def within(self, zone: TimeZone) -> Stretch:
        """Give the time off as instants. It is empty where a skipped hour swallows it."""
        return Stretch(instant(zone, self.first_day, self.leaves), instant(zone, self.last_day, self.returns))


class WorkingRules(ValueObject, frozen=True, kw_only=True, cache_hash=True):
    """Everything that says when one provider works; enough to expand any range of days."""

    zone: TimeZone
    weekly: tuple[WeeklyHours, ...] = ()
    extra: tuple[ExtraHours, ...] = ()
    time_off: tuple[TimeOff, ...] = ()


@lru_cache(maxsize=16_384)  # a search asks the same of every provider who keeps the same hours: half its time
def instant(zone: TimeZone, day: date, reading: str) -> datetime:
    """Give the UTC instant at which a wall clock shows a reading on a day."""
    if reading == END_OF_DAY:
        return zone.instant(day + timedelta(days=1), time())
    return zone.instant(day, time(int(reading[:2]), int(reading[3:])))


def _check(*readings: str) -> None:
    if not all(_READING.fullmatch(reading) for reading in readings):
        message = "a wall time is written 09:00, and midnight at the end of a day 24:00"
        raise ValueError(message)
