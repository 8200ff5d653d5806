"""The edges of the calendar: midnight, 29 February, and zones on the other side of the world."""

from datetime import date, timedelta

from msgspec.structs import replace

from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.hours.opening_hours import openings
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours, WorkingRules
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate
from domain.scheduling.slots.stretch import Stretch
from domain.shared.time import Span, TimeZone
from domain.shared.visits import VisitMode
from unit.scheduling.practice import (
    AT_HOME,
    CALENDAR,
    HOME,
    IN_GOOD_STANDING,
    NEW_YORK,
    POLICY,
    asking,
    at,
    desk,
    every_day,
    free,
)

AUCKLAND = TimeZone(name="Pacific/Auckland")
KIRITIMATI = TimeZone(name="Pacific/Kiritimati")

NIGHT = WorkingRules(
    zone=NEW_YORK,
    weekly=(
        WeeklyHours(weekday=Weekday.TUESDAY, opens="22:00", closes="24:00"),
        WeeklyHours(weekday=Weekday.WEDNESDAY, opens="00:00", closes="02:00"),
    ),
)


def test_a_night_is_one_opening() -> None:
    """Hours until midnight and hours from midnight are one night."""
    (night,) = openings(NIGHT, date(2030, 5, 13), date(2030, 5, 16), VisitMode.VIDEO)
    assert night == Stretch(at("2030-05-14 22:00"), at("2030-05-15 02:00"))


def test_a_visit_across_midnight() -> None:
    """A visit may begin before midnight and end after it."""
    across = asking(at("2030-05-14 23:45"))
    here = desk(calendar=replace(CALENDAR, rules=NIGHT))
    assert here.admit(across, IN_GOOD_STANDING, HOME).visit.span.ends_at == at("2030-05-15 00:15")


def test_a_search_that_begins_at_midnight() -> None:
    """A search from midnight on finds the hours of a night that began the day before."""
    search = SlotSearch(
        visit_type="follow-up",
        place=AT_HOME,
        within=Span(starts_at=at("2030-05-15 00:00"), ends_at=at("2030-05-15 12:00")),
        policy=replace(POLICY, slot_grid_minutes=30),
        now=at("2030-05-13 12:00"),
    )
    starts = [slot.span.starts_at for slot in free(search, Candidate(calendar=replace(CALENDAR, rules=NIGHT)))]
    assert starts == [at(f"2030-05-15 {reading}") for reading in ("00:00", "00:30", "01:00", "01:30")]


def test_open_all_day() -> None:
    """Hours from midnight to midnight leave no gap, whatever the length of the days."""
    rules = WorkingRules(zone=NEW_YORK, weekly=every_day("00:00", "24:00"))
    (week,) = openings(rules, date(2030, 3, 8), date(2030, 3, 12), VisitMode.VIDEO)
    assert week.ends_at - week.starts_at == timedelta(days=5, hours=-1)


def test_29_february() -> None:
    """In a leap year 29 February is a day like any other."""
    rules = WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "17:00"))
    leap = list(openings(rules, date(2028, 2, 28), date(2028, 3, 1), VisitMode.VIDEO))
    common = list(openings(rules, date(2030, 2, 28), date(2030, 3, 1), VisitMode.VIDEO))
    assert (len(leap), len(common)) == (3, 2)
    assert leap[1].starts_at == at("2028-02-29 09:00")


def test_zones_far_apart() -> None:
    """A provider in Auckland sees a patient on Kiritimati: one slot, a different date for each."""
    rules = WorkingRules(zone=AUCKLAND, weekly=every_day("23:00", "24:00"))
    place = VisitPlace(jurisdiction="US-NY", zone=KIRITIMATI)
    night = at("2030-07-01 23:00", AUCKLAND)
    here = desk(calendar=replace(CALENDAR, rules=rules), now=night - timedelta(days=1))
    visit = here.admit(asking(night, place=place), IN_GOOD_STANDING, HOME).visit
    assert (AUCKLAND.date(visit.starts_at), place.date(visit.starts_at)) == (date(2030, 7, 1), date(2030, 7, 2))


def test_a_booked_instant_stays() -> None:
    """A visit keeps its instant when the provider moves to another zone: only the clock on the wall differs."""
    planned = desk().admit(asking(), IN_GOOD_STANDING, HOME).visit
    moved = replace(CALENDAR, rules=replace(CALENDAR.rules, zone=AUCKLAND))
    assert planned.starts_at == at("2030-05-14 09:00")
    assert moved.has_hours(planned.span, VisitMode.VIDEO, None) is False
