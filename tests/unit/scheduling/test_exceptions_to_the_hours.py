"""Extra hours on one day, and time off."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from domain.scheduling.hours.availability import Availability, HoursRunPastMidnight, TooManyExceptions, UnknownException
from domain.scheduling.hours.opening_hours import openings
from domain.scheduling.hours.working_hours import ExceptionId, ExtraHours, TimeOff, WorkingRules
from domain.scheduling.slots.stretch import Stretch
from domain.shared.visits import VisitMode
from unit.scheduling.practice import DR_LEE, NEW_YORK, at, every_day
from unit.spec import STREAM, given

SATURDAY, LUNCH, HOLIDAY = ExceptionId(UUID(int=61)), ExceptionId(UUID(int=62)), ExceptionId(UUID(int=63))
MAY_14, MAY_18 = date(2030, 5, 14), date(2030, 5, 18)

extra = ExtraHours(exception_id=SATURDAY, day=MAY_18, opens="10:00", closes="12:00")
lunch = TimeOff(exception_id=LUNCH, first_day=MAY_14, last_day=MAY_14, leaves="12:00", returns="13:00")
holiday = TimeOff(exception_id=HOLIDAY, first_day=MAY_14, last_day=date(2030, 5, 16))

opened = Availability.Opened(provider=DR_LEE, zone=NEW_YORK)
extra_added = Availability.ExtraHoursAdded(extra=extra)
lunch_added = Availability.TimeOffAdded(time_off=lunch)


def removing(exception_id: ExceptionId) -> Callable[[Availability], None]:
    """Call an exception off."""
    return lambda availability: availability.remove_exception(exception_id)


def days(rules: WorkingRules, first: date, last: date) -> list[Stretch]:
    """Expand the hours for video visits."""
    return list(openings(rules, first, last, VisitMode.VIDEO))


def working(**exceptions: tuple[ExtraHours, ...] | tuple[TimeOff, ...]) -> WorkingRules:
    """Work every day from nine to five, with exceptions."""
    extra_hours = tuple(one for one in exceptions.get("extra", ()) if isinstance(one, ExtraHours))
    time_off = tuple(one for one in exceptions.get("time_off", ()) if isinstance(one, TimeOff))
    return WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "17:00"), extra=extra_hours, time_off=time_off)


def test_adding_extra_hours() -> None:
    """A provider may work additional hours on one day."""
    given(Availability, opened).when(lambda availability: availability.add_extra_hours(extra)).then(extra_added)


def test_extra_hours_past_midnight() -> None:
    """Extra hours, too, close on the day on which they open."""
    night = ExtraHours(exception_id=SATURDAY, day=MAY_18, opens="22:00", closes="02:00")
    given(Availability, opened).when(lambda availability: availability.add_extra_hours(night)).then_rejected(
        HoursRunPastMidnight
    )


def test_too_many_exceptions() -> None:
    """A calendar has at most five hundred exceptions, extra hours and time off together; one removed makes room."""
    many = [Availability.TimeOffAdded(time_off=replace(lunch, exception_id=ExceptionId(uuid4()))) for _ in range(499)]
    given(Availability, opened, extra_added, *many).when(lambda one: one.add_time_off(holiday)).then_rejected(
        TooManyExceptions, limit=500
    )
    given(Availability, opened, lunch_added, *many).when(lambda one: one.add_extra_hours(extra)).then_rejected(
        TooManyExceptions
    )
    removed = Availability.ExceptionRemoved(exception_id=SATURDAY)
    given(Availability, opened, extra_added, *many, removed).when(lambda one: one.add_time_off(holiday)).then(
        Availability.TimeOffAdded(time_off=holiday)
    )


def test_adding_time_off() -> None:
    """A provider may take hours or days off."""
    given(Availability, opened).when(lambda availability: availability.add_time_off(lunch)).then(lunch_added)


@pytest.mark.parametrize("exception_id", [SATURDAY, LUNCH], ids=["extra hours", "time off"])
def test_removing_an_exception(exception_id: ExceptionId) -> None:
    """Extra hours and time off can be called off."""
    given(Availability, opened, extra_added, lunch_added).when(removing(exception_id)).then(
        Availability.ExceptionRemoved(exception_id=exception_id)
    )


def test_removing_an_exception_twice() -> None:
    """Only an exception that still stands can be removed."""
    removed = Availability.ExceptionRemoved(exception_id=LUNCH)
    given(Availability, opened, lunch_added, removed).when(removing(LUNCH)).then_rejected(UnknownException)


def test_what_stands_in_the_end() -> None:
    """The rules hold what was added and not removed."""
    availability = Availability.open(STREAM, DR_LEE, NEW_YORK)
    availability.add_extra_hours(extra)
    availability.add_time_off(lunch)
    availability.add_time_off(holiday)
    availability.remove_exception(LUNCH)
    assert availability.provider == DR_LEE
    assert availability.rules == WorkingRules(zone=NEW_YORK, extra=(extra,), time_off=(holiday,))


def test_extra_hours_join_the_weekly_ones() -> None:
    """Extra hours that overlap the weekly ones make the day longer."""
    late = ExtraHours(exception_id=SATURDAY, day=MAY_14, opens="16:00", closes="20:00")
    assert days(working(extra=(late,)), MAY_14, MAY_14) == [Stretch(at("2030-05-14 09:00"), at("2030-05-14 20:00"))]


def test_extra_hours_for_other_modes() -> None:
    """Extra hours for phone calls open nothing for video."""
    calls = ExtraHours(exception_id=SATURDAY, day=MAY_18, opens="18:00", closes="20:00", modes=(VisitMode.PHONE,))
    assert days(working(extra=(calls,)), MAY_18, MAY_18) == [Stretch(at("2030-05-18 09:00"), at("2030-05-18 17:00"))]


def test_time_off_splits_the_day() -> None:
    """Time off around noon leaves the morning and the afternoon."""
    assert days(working(time_off=(lunch,)), MAY_14, MAY_14) == [
        Stretch(at("2030-05-14 09:00"), at("2030-05-14 12:00")),
        Stretch(at("2030-05-14 13:00"), at("2030-05-14 17:00")),
    ]


def test_time_off_wins() -> None:
    """Days off are off, extra hours included."""
    late = ExtraHours(exception_id=SATURDAY, day=MAY_14, opens="16:00", closes="20:00")
    rules = working(extra=(late,), time_off=(holiday, lunch))
    assert days(rules, MAY_14, date(2030, 5, 17)) == [Stretch(at("2030-05-17 09:00"), at("2030-05-17 17:00"))]


def test_time_off_long_ago() -> None:
    """Last year's holiday does not matter this year."""
    past = TimeOff(exception_id=HOLIDAY, first_day=date(2029, 5, 1), last_day=date(2029, 5, 31))
    assert days(working(time_off=(past,)), MAY_14, MAY_14) == days(working(), MAY_14, MAY_14)


def test_time_off_ends_after_it_begins() -> None:
    """Time off ends after it begins."""
    said = "^time off ends after it begins: last_day and returns must come after first_day and leaves$"
    for returns in ("12:00", "13:00"):
        with pytest.raises(ValueError, match=said):
            TimeOff(exception_id=LUNCH, first_day=MAY_14, last_day=MAY_14, leaves="13:00", returns=returns)


def test_what_is_no_reading() -> None:
    """Both ends of extra hours and of time off are readings of a wall clock."""
    said = "a wall time is written 09:00"
    for opens, closes in (("9:00", "12:00"), ("09:00", "noon")):
        with pytest.raises(ValueError, match=said):
            ExtraHours(exception_id=SATURDAY, day=MAY_18, opens=opens, closes=closes)
        with pytest.raises(ValueError, match=said):
            TimeOff(exception_id=LUNCH, first_day=MAY_14, last_day=MAY_18, leaves=opens, returns=closes)


@pytest.mark.parametrize("year", [1899, 2200])
def test_days_of_other_centuries(year: int) -> None:
    """A day lies in the years 1900 to 2199."""
    with pytest.raises(ValueError, match="a day lies in the years"):
        ExtraHours(exception_id=SATURDAY, day=date(year, 1, 1), opens="09:00", closes="10:00")
    with pytest.raises(ValueError, match="a day lies in the years"):
        TimeOff(exception_id=SATURDAY, first_day=date(year, 1, 1), last_day=date(year, 1, 1))
