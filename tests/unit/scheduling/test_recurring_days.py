"""On which days, and at which instants, a series takes place."""

from datetime import date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.occurrence import WallSlot
from domain.scheduling.series.recurrence import (
    Daily,
    MonthlyOnDay,
    MonthlyOnWeekday,
    Ordinal,
    Recurrence,
    Repetition,
    SeriesHasNoDay,
    SeriesTooLong,
    Weekly,
    check_day,
)
from domain.shared.errors import DomainError
from domain.shared.values import WrongField
from unit.scheduling.practice import NEW_YORK, at

TUESDAY = date(2030, 5, 14)
TUESDAYS = Weekly(weekdays=(Weekday.TUESDAY,))


def days(rule: Repetition, first_day: date = TUESDAY, **end: Any) -> list[str]:
    """Give the days of a series at nine that ends after four occurrences, unless said."""
    recurrence = Recurrence(rule=rule, first_day=first_day, at="09:00", **(end or {"count": 4}))
    return [slot.day.isoformat() for slot in recurrence.slots()]


def instants(first_day: date, reading: str) -> list[datetime]:
    """Give the first two Sundays of a series at a reading of New York's clock."""
    sundays = Weekly(weekdays=(Weekday.SUNDAY,))
    recurrence = Recurrence(rule=sundays, first_day=first_day, at=reading, count=2)
    return [slot.instant(NEW_YORK) for slot in recurrence.slots()]


def refused(rule: Repetition, refusal: type[DomainError], first_day: date = TUESDAY, **end: Any) -> dict[str, Any]:
    """Expect the series to have no such days, and give the refusal's details."""
    with pytest.raises(refusal) as refused_as:
        days(rule, first_day, **end)
    return refused_as.value.details


def test_every_week() -> None:
    """Physiotherapy every Tuesday."""
    assert days(TUESDAYS) == ["2030-05-14", "2030-05-21", "2030-05-28", "2030-06-04"]


def test_every_other_week_on_two_days() -> None:
    """Every second week on Monday and Thursday counts from the week of the first day; weeks begin on Monday."""
    twice = Weekly(weekdays=(Weekday.MONDAY, Weekday.THURSDAY), interval=2)
    assert days(twice) == ["2030-05-16", "2030-05-27", "2030-05-30", "2030-06-10"]


def test_the_first_day_need_not_be_one() -> None:
    """A series that is to begin with the week begins on the first Tuesday in it."""
    assert days(TUESDAYS, date(2030, 5, 13))[0] == "2030-05-14"


def test_every_third_day() -> None:
    """Dressings are changed every third day."""
    assert days(Daily(interval=3), until=date(2030, 5, 21)) == ["2030-05-14", "2030-05-17", "2030-05-20"]


def test_until_counts_the_day_itself() -> None:
    """A series until the 28th takes place on the 28th."""
    assert days(TUESDAYS, until=date(2030, 5, 28))[-1] == "2030-05-28"


def test_the_thirty_first() -> None:
    """A series on the 31st passes over the months that have none."""
    assert days(MonthlyOnDay(day=31), date(2030, 1, 31)) == ["2030-01-31", "2030-03-31", "2030-05-31", "2030-07-31"]


def test_the_twenty_ninth_of_february() -> None:
    """A series on the 29th passes over February, but for a leap year's."""
    assert days(MonthlyOnDay(day=29), date(2031, 1, 29), count=2) == ["2031-01-29", "2031-03-29"]
    assert days(MonthlyOnDay(day=29), date(2032, 1, 29), count=2) == ["2032-01-29", "2032-02-29"]


def test_the_second_tuesday_of_every_month() -> None:
    """The diabetes round is on the second Tuesday."""
    second = MonthlyOnWeekday(which=Ordinal.SECOND, weekday=Weekday.TUESDAY)
    assert days(second) == ["2030-05-14", "2030-06-11", "2030-07-09", "2030-08-13"]


def test_the_last_friday_of_every_other_month() -> None:
    """The last Friday may be the fourth or the fifth."""
    last = MonthlyOnWeekday(which=Ordinal.LAST, weekday=Weekday.FRIDAY, interval=2)
    assert days(last, count=2) == ["2030-05-31", "2030-07-26"]


def test_the_wall_clock_stays_when_the_clocks_change() -> None:
    """Sundays at nine stay at nine, an hour sooner by the sun once the clocks have gone forward."""
    assert instants(date(2030, 3, 3), "09:00") == [at("2030-03-03 09:00"), at("2030-03-10 09:00")]


def test_the_skipped_hour() -> None:
    """Half past two on the night in spring is skipped; the visit moves forward to half past three."""
    assert instants(date(2030, 3, 3), "02:30")[1] == at("2030-03-10 03:30")


def test_the_repeated_hour() -> None:
    """Half past one comes twice on the night in autumn; the first is meant."""
    assert instants(date(2030, 11, 3), "01:30")[0] == datetime.fromisoformat("2030-11-03T05:30:00+00:00")


def test_a_hundred_at_most() -> None:
    """A series has at most a hundred occurrences, however its end is said."""
    assert len(days(Daily(), count=100)) == 100
    assert refused(Daily(), SeriesTooLong, count=101) == refused(Daily(), SeriesTooLong, count=2**80) == {"most": 100}
    refused(Daily(), SeriesTooLong, until=date(2031, 5, 14))


def test_a_single_day() -> None:
    """A series that ends with its first Tuesday is one visit."""
    assert days(TUESDAYS, until=TUESDAY) == ["2030-05-14"]


def test_no_day_at_all() -> None:
    """A series that ends before its first Tuesday is none."""
    refused(TUESDAYS, SeriesHasNoDay, until=date(2030, 5, 13), first_day=date(2030, 5, 8))


def test_not_enough_days() -> None:
    """A series of a day that never comes has not even the first of its occurrences."""
    refused(MonthlyOnDay(day=30, interval=12), SeriesHasNoDay, date(2030, 2, 1))


@pytest.mark.parametrize("end", [{}, {"count": 3, "until": date(2030, 6, 14)}], ids=["no end", "two ends"])
def test_one_end(end: dict[str, Any]) -> None:
    """A series ends after a number of occurrences or with a day, one of the two."""
    said = r"^a series ends after a count or with until: name one of the two$"
    with pytest.raises(WrongField, match=said) as refused:
        Recurrence(rule=Daily(), first_day=TUESDAY, at="09:00", **end)
    assert refused.value.field == "count"


def test_within_the_calendar() -> None:
    """A day that not every clock can name as an instant is no day of a series."""
    usual = Recurrence(rule=Daily(), first_day=TUESDAY, at="09:00", until=TUESDAY)
    for field, day in (("first_day", date(1900, 12, 31)), ("until", date(2199, 1, 1))):
        with pytest.raises(WrongField, match=r"^a day of a series lies in the years 1901 to 2198$") as refused:
            replace(usual, **{field: day})
        assert refused.value.field == field
    for edge in (date(1901, 1, 1), date(2198, 12, 31), None):
        check_day("first_day", edge)


def test_slots_are_in_the_order_of_the_wall_clock() -> None:
    """The earlier day comes first, on one day the earlier reading."""
    morning, noon, next_day = (
        WallSlot(TUESDAY, "09:00"),
        WallSlot(TUESDAY, "12:00"),
        WallSlot(date(2030, 5, 15), "08:00"),
    )
    assert sorted((next_day, noon, morning)) == [morning, noon, next_day]
