"""The hours that a provider keeps every week."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from domain.scheduling.hours.availability import Availability, HoursOverlap, HoursRunPastMidnight, TooManyHours
from domain.scheduling.hours.opening_hours import openings
from domain.scheduling.hours.working_hours import Hours, Weekday, WeeklyHours, WorkingRules
from domain.scheduling.slots.stretch import Stretch
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from unit.scheduling.practice import DOWNTOWN, DR_LEE, NEW_YORK, UPTOWN, at
from unit.spec import STREAM, given

LONDON = TimeZone(name="Europe/London")
MONDAY, TUESDAY = Weekday.MONDAY, Weekday.TUESDAY

opened = Availability.Opened(provider=DR_LEE, zone=NEW_YORK)


def hours(opens: str, closes: str, weekday: Weekday = MONDAY) -> WeeklyHours:
    """Keep hours on Mondays unless said."""
    return WeeklyHours(weekday=weekday, opens=opens, closes=closes)


def setting(*rules: WeeklyHours, zone: TimeZone | None = None) -> Callable[[Availability], None]:
    """Replace the weekly hours."""
    return lambda availability: availability.set_weekly_hours(rules, zone)


MORNING, AFTERNOON = hours("09:00", "12:00"), hours("13:00", "17:00")


def test_opening_a_calendar() -> None:
    """A provider's calendar begins without hours, in the provider's zone."""
    given().when(lambda: Availability.open(STREAM, DR_LEE, NEW_YORK)).then(opened)
    assert Availability.open(UUID(int=9), DR_LEE, NEW_YORK).rules == WorkingRules(zone=NEW_YORK)


def test_setting_the_hours() -> None:
    """Weekly hours are replaced as a whole and keep the zone that they are read in."""
    given(Availability, opened).when(setting(MORNING, AFTERNOON)).then(
        Availability.WeeklyHoursSet(hours=(MORNING, AFTERNOON), zone=NEW_YORK)
    )


def test_moving_to_another_zone() -> None:
    """A provider who moves keeps the hours by the new place's clock."""
    before = Availability.WeeklyHoursSet(hours=(MORNING,), zone=NEW_YORK)
    given(Availability, opened, before).when(setting(MORNING, zone=LONDON)).then(
        Availability.WeeklyHoursSet(hours=(MORNING,), zone=LONDON)
    )


def test_setting_the_same_hours() -> None:
    """Setting the hours that are kept already changes nothing."""
    before = Availability.WeeklyHoursSet(hours=(MORNING,), zone=NEW_YORK)
    given(Availability, opened, before).when(setting(MORNING)).then()


def test_overlapping_hours() -> None:
    """A provider's weekly hours do not overlap, not even where they are for different modes."""
    given(Availability, opened).when(setting(MORNING, hours("11:00", "14:00"))).then_rejected(
        HoursOverlap, weekday=MONDAY, opens="11:00"
    )


def test_touching_hours() -> None:
    """Hours may begin when others end, and the same hours may be kept on two days."""
    rules = (hours("09:00", "12:00"), hours("12:00", "17:00"), hours("09:00", "12:00", TUESDAY))
    given(Availability, opened).when(setting(*rules)).then(Availability.WeeklyHoursSet(hours=rules, zone=NEW_YORK))
    morning, rest, _ = rules
    assert not rest.overlap(morning)


def test_overlapping_hours_far_apart_in_the_list() -> None:
    """In whatever order hours are written, the two that overlap are found."""
    rules = (hours("16:00", "18:00"), MORNING, hours("09:00", "12:00", TUESDAY), AFTERNOON)
    given(Availability, opened).when(setting(*rules)).then_rejected(HoursOverlap, weekday=MONDAY, opens="16:00")


def test_a_week_of_too_many_hours() -> None:
    """A provider's week has at most a hundred stretches of hours."""
    stretches = [(f"{hour:02}:{minute:02}", f"{hour:02}:{minute + 5:02}") for hour in range(24) for minute in (0, 10)]
    week = [
        hours(opens, closes, weekday) for weekday in (MONDAY, TUESDAY, Weekday.FRIDAY) for opens, closes in stretches
    ]
    given(Availability, opened).when(setting(*week[:101])).then_rejected(TooManyHours, limit=100)
    full = tuple(week[:100])
    given(Availability, opened).when(setting(*full)).then(Availability.WeeklyHoursSet(hours=full, zone=NEW_YORK))


@pytest.mark.parametrize(
    "night", [hours("22:00", "02:00"), hours("09:00", "09:00"), hours("24:00", "24:00")], ids=["night", "empty", "end"]
)
def test_hours_past_midnight(night: WeeklyHours) -> None:
    """Hours close later on the day on which they open; a night is written as two rules."""
    given(Availability, opened).when(setting(night)).then_rejected(
        HoursRunPastMidnight, opens=night.opens, closes=night.closes
    )


@pytest.mark.parametrize("reading", ["9:00", "24:30", "12:60", "noon", "09:00\n", "00:00:00"])
def test_what_is_no_reading(reading: str) -> None:
    """A wall time is written 09:00, and midnight at the end of a day 24:00."""
    for ends in (("08:00", reading), (reading, "24:00")):
        with pytest.raises(ValueError, match=r"^a wall time is written 09:00, and midnight at the end of a day 24:00$"):
            hours(*ends)


def test_a_week() -> None:
    """Rules for Monday and Tuesday open those days and no other."""
    rules = WorkingRules(zone=NEW_YORK, weekly=(MORNING, hours("09:00", "12:00", TUESDAY)))
    week = openings(rules, date(2030, 5, 13), date(2030, 5, 19), VisitMode.VIDEO)
    assert list(week) == [
        Stretch(at("2030-05-13 09:00"), at("2030-05-13 12:00")),
        Stretch(at("2030-05-14 09:00"), at("2030-05-14 12:00")),
    ]


def test_touching_hours_are_joined() -> None:
    """A visit may span two rules that touch."""
    rules = WorkingRules(zone=NEW_YORK, weekly=(hours("12:00", "17:00"), hours("09:00", "12:00")))
    (day,) = openings(rules, date(2030, 5, 13), date(2030, 5, 13), VisitMode.VIDEO)
    assert day == Stretch(at("2030-05-13 09:00"), at("2030-05-13 17:00"))


def test_whom_hours_serve() -> None:
    """Hours serve the modes that they name, and in person the site that they name; unnamed means any."""
    anywhere = Hours(opens="09:00", closes="12:00")
    calls_only = Hours(opens="09:00", closes="12:00", modes=(VisitMode.PHONE,))
    uptown = Hours(opens="09:00", closes="12:00", site=UPTOWN)
    assert anywhere.serve(VisitMode.IN_PERSON, DOWNTOWN)
    assert calls_only.serve(VisitMode.PHONE, None)
    assert not calls_only.serve(VisitMode.VIDEO, None)
    assert uptown.serve(VisitMode.VIDEO, None)
    assert uptown.serve(VisitMode.IN_PERSON, UPTOWN)
    assert not uptown.serve(VisitMode.IN_PERSON, DOWNTOWN)
