"""Instants, spans and time zones.

Instants are UTC. Rules of a clinic are wall-clock times with an IANA zone: a wall time in a skipped hour moves forward
by the length of the gap, in a repeated hour the first is meant, and a length is elapsed minutes.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import msgspec

from domain.shared.values import Public, ValueObject, WrongField

Instant = Annotated[datetime, msgspec.Meta(tz=True, description="An instant, RFC 3339 with an offset.")]

Day = Public[date]
"""A day on which something begins, ends or is done. The day of somebody's birth is none: that is personal."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years in which instants and days may lie: wider than any clinic works, narrow enough that no sum overflows."""


_ZONES: Final = files("tzdata")
"""The zone data of the lock, never the machine's: a stored name means the same clock wherever it is read."""

_NAMES: Final = frozenset(_ZONES.joinpath("zones").read_text().split()) - {"Factory"}
"""Every name of the IANA list but the one that stands for a machine whose clock nobody has set."""


def utc(instant: datetime) -> datetime:
    """Give an instant in UTC. Raises ``ValueError`` outside the years 1900 to 2199 and without an offset."""
    if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        message = f"an instant has an offset and lies in the years {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(message)
    return instant.astimezone(UTC)


def check_calendar(struct: msgspec.Struct) -> None:
    """Raise ``WrongField`` where a field holds a day or an instant outside the years 1900 to 2199.

    PostgreSQL's driver reads the ends of Python's calendar as infinity.
    """
    for name, value in zip(struct.__struct_encode_fields__, msgspec.structs.astuple(struct), strict=True):
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            what = "an instant" if isinstance(value, datetime) else "a day"
            raise WrongField(name, f"{what} lies in the years {FIRST_YEAR} to {LAST_YEAR}")


class TimeZone(ValueObject, frozen=True):
    """A place's clock, by its IANA name (``America/New_York``)."""

    name: Annotated[Public[str], msgspec.Meta(min_length=1, max_length=64, examples=["America/New_York"])]

    def __post_init__(self) -> None:
        _zone(self.name)

    def instant(self, day: date, wall: time) -> datetime:
        """Give the UTC instant of a wall time on a day, by the rule at the top of this module."""
        return datetime.combine(day, wall, _zone(self.name)).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """Give the wall clock's reading at an instant, with its offset."""
        return instant.astimezone(_zone(self.name))

    def date(self, instant: datetime) -> date:
        """Give the calendar day that an instant falls on here."""
        return self.local(instant).date()


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    if name not in _NAMES:
        message = "not an IANA time zone name such as America/New_York"
        raise ValueError(message)
    with _ZONES.joinpath("zoneinfo", name).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


class Span(ValueObject, frozen=True, order=True):
    """A stretch of time from an instant up to, not including, another. Kept in UTC."""

    starts_at: Instant
    ends_at: Instant

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "starts_at", utc(self.starts_at))
        msgspec.structs.force_setattr(self, "ends_at", utc(self.ends_at))
        if self.ends_at <= self.starts_at:
            message = "ends_at must be after starts_at"
            raise ValueError(message)

    @classmethod
    def lasting(cls, starts_at: datetime, length: timedelta) -> "Span":
        """Give the span that begins at an instant and lasts an elapsed time."""
        return cls(starts_at=starts_at, ends_at=utc(starts_at) + length)

    @property
    def length(self) -> timedelta:
        """How long it lasts, in elapsed time."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Span") -> bool:
        """Tell whether two spans share an instant; touching ends share none."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Span") -> bool:
        """Tell whether another span lies wholly within this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def widened(self, before: timedelta, after: timedelta) -> "Span":
        """Give the span with time added before its start and after its end."""
        return Span(starts_at=self.starts_at - before, ends_at=self.ends_at + after)
