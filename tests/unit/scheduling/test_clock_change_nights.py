"""Hours and slots on the nights on which the clocks change.

New York, 2030: on 10 March 02:00 becomes 03:00; on 3 November 02:00 becomes 01:00.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.scheduling.hours.opening_hours import hours, openings, time_off
from domain.scheduling.hours.working_hours import ExceptionId, TimeOff, WorkingRules
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate
from domain.scheduling.slots.stretch import Stretch
from domain.shared.time import Span, TimeZone
from domain.shared.visits import VisitMode
from unit.scheduling.practice import AT_HOME, CALENDAR, NEW_YORK, POLICY, VIDEO, at, every_day, free

SPRING, AUTUMN = date(2030, 3, 10), date(2030, 11, 3)
APIA, LORD_HOWE = TimeZone(name="Pacific/Apia"), TimeZone(name="Australia/Lord_Howe")
NUUK = TimeZone(name="America/Nuuk")
NUUKS_NIGHT, NUUKS_MORNING = date(2030, 3, 30), date(2030, 3, 31)
OFF = ExceptionId(UUID(int=61))


def night(day: date, opens: str, closes: str, zone: TimeZone = NEW_YORK) -> list[Stretch]:
    """Expand one night's hours."""
    return list(openings(WorkingRules(zone=zone, weekly=every_day(opens, closes)), day, day, VisitMode.VIDEO))


def lasting(stretches: list[Stretch]) -> timedelta:
    """Add up elapsed time."""
    return sum((ends_at - starts_at for starts_at, ends_at in stretches), timedelta())


def test_hours_over_the_skipped_hour() -> None:
    """Hours from one to four last two hours on the night in spring."""
    assert lasting(night(SPRING, "01:00", "04:00")) == timedelta(hours=2)


def test_hours_over_the_repeated_hour() -> None:
    """Hours from one to four last four hours on the night in autumn."""
    assert lasting(night(AUTUMN, "01:00", "04:00")) == timedelta(hours=4)


def test_opening_in_the_skipped_hour() -> None:
    """Who opens at half past two opens at half past three when half past two is skipped."""
    assert night(SPRING, "02:30", "05:00") == [Stretch(at("2030-03-10 03:30"), at("2030-03-10 05:00"))]


def test_hours_within_the_skipped_hour() -> None:
    """Hours within the skipped hour take place an hour later, as long as they always are."""
    assert lasting(night(SPRING, "02:15", "02:45")) == timedelta(minutes=30)


@pytest.mark.parametrize("opens", ["02:00", "02:30"])
def test_hours_that_the_night_swallows(opens: str) -> None:
    """Hours from two, or half past two, to three have no time left on the night in spring."""
    rules = WorkingRules(zone=NEW_YORK, weekly=every_day(opens, "03:00"))
    assert list(hours(rules, SPRING, SPRING, VisitMode.VIDEO)) == []


def test_opening_in_the_repeated_hour() -> None:
    """Who opens at half past one opens when the clock shows it for the first time."""
    (opening,) = night(AUTUMN, "01:30", "02:00")
    assert (opening.starts_at.hour, opening.starts_at.minute) == (5, 30)
    assert lasting([opening]) == timedelta(hours=1, minutes=30)


@pytest.mark.parametrize("leaves", ["02:00", "02:30"])
def test_time_off_over_the_skipped_hour(leaves: str) -> None:
    """Time off that the skipped hour swallows takes nothing away."""
    off = TimeOff(exception_id=OFF, first_day=SPRING, last_day=SPRING, leaves=leaves, returns="03:00")
    rules = WorkingRules(zone=NEW_YORK, weekly=every_day("01:00", "05:00"), time_off=(off,))
    assert list(openings(rules, SPRING, SPRING, VisitMode.VIDEO)) == night(SPRING, "01:00", "05:00")
    assert list(time_off(rules, SPRING, SPRING)) == []


def test_a_whole_day_is_skipped() -> None:
    """Samoa skipped 30 December 2011: that day's hours fall on the next day's, and are not given twice."""
    rules = WorkingRules(zone=APIA, weekly=every_day("09:00", "17:00"))
    days = list(openings(rules, date(2011, 12, 29), date(2011, 12, 31), VisitMode.VIDEO))
    assert [APIA.date(day.starts_at).day for day in days] == [29, 31]


def test_hours_that_move_into_the_next_day() -> None:
    """Nuuk skips the hour before midnight: its hours move past midnight, and come in order with the next day's."""
    weekly = (*every_day("23:15", "23:45"), *every_day("00:00", "00:10"))
    rules = WorkingRules(zone=NUUK, weekly=weekly)
    found = openings(rules, NUUKS_NIGHT, NUUKS_MORNING, VisitMode.VIDEO)
    assert [f"{NUUK.local(opening.starts_at):%d %H:%M}" for opening in found] == [
        "30 00:00",
        "31 00:00",
        "31 00:15",
        "31 23:15",
    ]


def test_hours_that_move_to_midnight() -> None:
    """Nuuk's hours that open when the clock jumps to midnight open at midnight, and are not lost between two days."""
    rules = WorkingRules(zone=NUUK, weekly=every_day("23:00", "23:30"))
    found = openings(rules, NUUKS_NIGHT, NUUKS_NIGHT, VisitMode.VIDEO)
    assert list(found) == [Stretch(at("2030-03-31 00:00", NUUK), at("2030-03-31 00:30", NUUK))]


def test_a_day_off_that_hours_move_into() -> None:
    """Hours that the night moves into a day off are not worked."""
    off = TimeOff(exception_id=OFF, first_day=NUUKS_MORNING, last_day=NUUKS_MORNING)
    rules = WorkingRules(zone=NUUK, weekly=every_day("23:15", "23:45"), time_off=(off,))
    assert list(openings(rules, NUUKS_NIGHT, NUUKS_NIGHT, VisitMode.VIDEO)) == []


def test_time_off_that_moves_into_the_next_day() -> None:
    """Time off that ends in the skipped hour before midnight ends as much later: it takes of the next day's hours."""
    off = TimeOff(exception_id=OFF, first_day=NUUKS_NIGHT, last_day=NUUKS_NIGHT, returns="23:45")
    rules = WorkingRules(zone=NUUK, weekly=every_day("00:00", "01:00"), time_off=(off,))
    (morning,) = openings(rules, NUUKS_MORNING, NUUKS_MORNING, VisitMode.VIDEO)
    assert morning.starts_at == at("2030-03-31 00:45", NUUK)


@pytest.mark.parametrize(
    ("day", "slots"), [(SPRING, 4), (date(2030, 3, 11), 6), (AUTUMN, 8)], ids=["23 h", "24 h", "25 h"]
)
def test_slots_last_elapsed_minutes(day: date, slots: int) -> None:
    """A visit of half an hour lasts half an hour: three hours on the clock hold four, six or eight of them."""
    rules = WorkingRules(zone=NEW_YORK, weekly=every_day("01:00", "04:00"))
    midnight = at(f"{day} 00:00")
    search = SlotSearch(
        visit_type="follow-up",
        place=AT_HOME,
        within=Span.lasting(midnight, timedelta(hours=12)),
        policy=replace(POLICY, slot_grid_minutes=30),
        now=midnight - timedelta(days=1),
    )
    found = free(search, Candidate(calendar=replace(CALENDAR, rules=rules)))
    assert len(found) == slots
    assert {slot.span.length for slot in found} == {VIDEO.length}


def test_the_grid_follows_the_wall_clock() -> None:
    """Where clocks change by half an hour, visits still start on the hour by the wall."""
    rules = WorkingRules(zone=LORD_HOWE, weekly=every_day("00:00", "06:00"))
    midnight = at("2030-10-06 00:00", LORD_HOWE)  # at 02:00 the clock jumps to 02:30
    search = SlotSearch(
        visit_type="follow-up",
        place=AT_HOME,
        within=Span.lasting(midnight, timedelta(hours=12)),
        policy=replace(POLICY, slot_grid_minutes=60),
        now=midnight - timedelta(days=1),
    )
    starts = [
        LORD_HOWE.local(slot.span.starts_at)
        for slot in free(search, Candidate(calendar=replace(CALENDAR, rules=rules)))
    ]
    assert [(start.hour, start.minute) for start in starts] == [(0, 0), (1, 0), (3, 0), (4, 0), (5, 0)]
