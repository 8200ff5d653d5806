"""Slots of several providers, page by page."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.slot_pages import SearchRangeTooLong, SlotCursor, SlotPage, slot_page
from domain.scheduling.slots import Candidate, Slot, SlotSearch
from domain.scheduling.working_hours import WorkingRules
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
)

MORNINGS = replace(CALENDAR, rules=WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "11:00")))
BOTH = (Candidate(calendar=replace(MORNINGS, provider=DR_CHO)), Candidate(calendar=MORNINGS))
MIDNIGHT = at("2030-05-14 00:00")
WEEK = SlotSearch(
    visit_type="follow-up",
    place=AT_HOME,
    within=Span(starts_at=MIDNIGHT, ends_at=at("2030-05-21 00:00")),
    policy=replace(POLICY, slot_grid_minutes=30),
    now=MONDAY_NOON,
)


def pages(limit: int) -> list[SlotPage]:
    """Leaf through the week."""
    found = [slot_page(WEEK, BOTH, limit=limit)]
    while found[-1].next is not None:
        found.append(slot_page(WEEK, BOTH, after=found[-1].next, limit=limit))
    return found


def everything(limit: int) -> list[Slot]:
    """Read all pages as one."""
    return [slot for page in pages(limit) for slot in page.slots]


def test_order() -> None:
    """Slots come by start, then by provider."""
    first = slot_page(WEEK, BOTH, limit=4).slots
    assert [(slot.provider, slot.span.starts_at) for slot in first] == [
        (DR_LEE, NINE),
        (DR_CHO, NINE),
        (DR_LEE, NINE + timedelta(minutes=30)),
        (DR_CHO, NINE + timedelta(minutes=30)),
    ]


@pytest.mark.parametrize("limit", [1, 3, 8, 55, 56, 57])
def test_pages_miss_nothing_and_repeat_nothing(limit: int) -> None:
    """Page by page one reads the same slots as at once, each once."""
    assert everything(limit) == list(slot_page(WEEK, BOTH, limit=1000).slots)
    assert len(everything(limit)) == 7 * 4 * 2


def test_a_page_says_where_the_next_begins() -> None:
    """A page that is not the last names its last slot."""
    page = slot_page(WEEK, BOTH, limit=1)
    assert page.next == SlotCursor(starts_at=NINE, provider=DR_LEE)


def test_the_last_page() -> None:
    """A page that holds all there is names no next one, even when it is exactly full."""
    assert slot_page(WEEK, BOTH, limit=56).next is None


def test_usually_a_hundred() -> None:
    """A page holds a hundred slots unless asked for fewer."""
    long = replace(WEEK, within=Span(starts_at=MIDNIGHT, ends_at=at("2030-06-14 00:00")))
    assert len(slot_page(long, BOTH).slots) == 100


def test_a_cursor_of_another_search() -> None:
    """A cursor behind the range gives nothing; one before it begins at the range."""
    behind = SlotCursor(starts_at=WEEK.within.ends_at, provider=DR_LEE)
    before = SlotCursor(starts_at=MONDAY_NOON, provider=DR_LEE)
    assert slot_page(WEEK, BOTH, after=behind) == SlotPage(slots=())
    assert slot_page(WEEK, BOTH, after=before) == slot_page(WEEK, BOTH)


def test_a_range_of_two_months() -> None:
    """Free slots are searched in a range of at most 62 days."""
    longest = replace(WEEK, within=Span.lasting(TEN, timedelta(days=62)))
    assert slot_page(longest, ()).slots == ()
    too_long = replace(WEEK, within=Span.lasting(TEN, timedelta(days=62, seconds=1)))
    with pytest.raises(SearchRangeTooLong) as refusal:
        slot_page(too_long, ())
    assert refusal.value.details == {"longest_days": 62}
