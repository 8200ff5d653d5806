"""Slots of many providers in order, and how far somebody has to look to fill a page with them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from heapq import merge
from itertools import dropwhile, islice

from msgspec.structs import replace

from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.slots.possible_starts import possible_starts
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import PossibleSlot
from domain.shared.identifiers import ProviderId
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject


class SlotCursor(ValueObject, frozen=True, kw_only=True):
    """The last slot of a page: the next page begins after it."""

    starts_at: Instant
    provider: ProviderId


class Look(ValueObject, frozen=True, kw_only=True):
    """The next slots that the rules allow, as many as are looked at together.

    Who is booked when has to be known for these calendars in this time, and for nothing else.
    """

    slots: tuple[PossibleSlot, ...]

    @property
    def calendars(self) -> tuple[ProviderCalendar, ...]:
        """Whose slots they are."""
        return tuple({slot.number: slot.calendar for slot in self.slots}.values())

    @property
    def within(self) -> Span:
        """The time from the first start to the last, it included."""
        first, last = self.slots[0].starts_at, self.slots[-1].starts_at
        return Span(starts_at=first, ends_at=last + timedelta.resolution)


def possible_slots(
    search: SlotSearch, calendars: Iterable[ProviderCalendar], after: SlotCursor | None = None
) -> Iterator[PossibleSlot]:
    """Give every slot that the rules allow, in order of start, then of provider id; days are expanded as they come."""
    if after is None:
        return merge(*(_of(calendar, search) for calendar in calendars))
    if after.starts_at >= search.within.ends_at:
        return iter(())
    if after.starts_at > search.within.starts_at:
        search = replace(search, within=Span(starts_at=after.starts_at, ends_at=search.within.ends_at))
    seen = (after.starts_at, after.provider.int)
    return dropwhile(lambda slot: slot[:2] <= seen, possible_slots(search, calendars))


def look(possible: Iterator[PossibleSlot], many: int) -> Look | None:
    """Look at the next so many slots; ``None`` where there are no more."""
    slots = tuple(islice(possible, many))
    return Look(slots=slots) if slots else None


def _of(calendar: ProviderCalendar, search: SlotSearch) -> Iterator[PossibleSlot]:
    number = calendar.provider.int
    return (PossibleSlot(starts_at, number, calendar) for starts_at in possible_starts(search, calendar))
