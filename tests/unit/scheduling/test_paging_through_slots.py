"""Slots of several providers, look by look."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.hours.working_hours import WorkingRules
from domain.scheduling.slots.pages import Look, SlotCursor, look, possible_slots
from domain.scheduling.slots.search import SearchRangeTooLong, SlotSearch, demand_range
from domain.scheduling.slots.slots import Candidate, free_slots
from domain.scheduling.slots.stretch import Stretch
from domain.shared.time import Span
from unit.scheduling.practice import (
    AT_HOME,
    CALENDAR,
    DR_CHO,
    DR_LEE,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    POLICY,
    TEN,
    at,
    every_day,
    free,
)

HALF_HOUR = timedelta(minutes=30)
LEES = replace(CALENDAR, rules=WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "11:00")))
CHOS = replace(LEES, provider=DR_CHO)
BOTH = (CHOS, LEES)
MIDNIGHT = at("2030-05-14 00:00")
WEEK = SlotSearch(
    visit_type="follow-up",
    place=AT_HOME,
    within=Span(starts_at=MIDNIGHT, ends_at=at("2030-05-21 00:00")),
    policy=replace(POLICY, slot_grid_minutes=30),
    now=MONDAY_NOON,
)
LEE_IS_BUSY = Candidate(
    calendar=LEES, taken=(Stretch(NINE, TEN), Stretch(NINE + timedelta(days=3), TEN + timedelta(days=5)))
)


def looks(many: int, after: SlotCursor | None = None) -> Iterator[Look]:
    """Look through the week, so many slots at a time."""
    possible = possible_slots(WEEK, BOTH, after)
    while (seen := look(possible, many)) is not None:
        yield seen


def test_order() -> None:
    """Slots come by start, then by provider."""
    found = free(WEEK, Candidate(calendar=CHOS), Candidate(calendar=LEES))
    assert [(slot.provider, slot.span.starts_at) for slot in found[:4]] == [
        (DR_LEE, NINE),
        (DR_CHO, NINE),
        (DR_LEE, NINE + HALF_HOUR),
        (DR_CHO, NINE + HALF_HOUR),
    ]


@pytest.mark.parametrize("many", [1, 3, 8, 55, 56, 57])
def test_looks_miss_nothing_and_repeat_nothing(many: int) -> None:
    """Look by look one finds the same free slots as at once, each once."""
    whole = free(WEEK, LEE_IS_BUSY, Candidate(calendar=CHOS))
    found = [
        slot for seen in looks(many) for slot in free_slots(WEEK, seen.slots, (LEE_IS_BUSY, Candidate(calendar=CHOS)))
    ]
    assert found == whole
    assert len(whole) == 2 * 7 * 4 - 2 - 2 * 4 - 2


def test_a_look_says_whom_and_when_it_is_about() -> None:
    """Nobody else has to be asked, and of nobody more than from the first start to the last."""
    one, both = next(looks(1)), next(looks(3))
    assert (one.calendars, one.within) == ((LEES,), Span.lasting(NINE, timedelta.resolution))
    assert set(both.calendars) == {LEES, CHOS}
    assert both.within == Span.lasting(NINE, HALF_HOUR + timedelta.resolution)


def test_a_page_begins_behind_the_last() -> None:
    """Behind a slot of Dr Lee's comes Dr Cho's at the same time, behind that the next time."""
    lees, chos = SlotCursor(starts_at=NINE, provider=DR_LEE), SlotCursor(starts_at=NINE, provider=DR_CHO)
    assert [slot.calendar for slot in next(looks(1, lees)).slots] == [CHOS]
    assert [slot.starts_at for slot in next(looks(1, chos)).slots] == [NINE + HALF_HOUR]


def test_a_cursor_of_another_search() -> None:
    """A cursor behind the range gives nothing; one before it begins at the range."""
    behind = SlotCursor(starts_at=WEEK.within.ends_at, provider=DR_LEE)
    before = SlotCursor(starts_at=MONDAY_NOON, provider=DR_LEE)
    assert list(looks(1, behind)) == []
    assert list(looks(100, before)) == list(looks(100))


def test_a_range_of_two_months() -> None:
    """Free slots are searched in a range of at most 62 days."""
    demand_range(Span.lasting(TEN, timedelta(days=62)))
    with pytest.raises(SearchRangeTooLong) as refusal:
        demand_range(Span.lasting(TEN, timedelta(days=62, seconds=1)))
    assert refusal.value.details == {"longest_days": 62}
