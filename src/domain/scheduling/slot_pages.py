"""Free slots of many providers, in pages."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import dropwhile, islice
from typing import Final

from msgspec.structs import replace

from domain.scheduling.slots import Candidate, Slot, SlotSearch, free_slots
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId
from domain.shared.time import Instant, Span
from domain.shared.values import ValueObject

LONGEST_RANGE: Final = timedelta(days=62)
"""Two months of slots are more than anybody looks through, and bound what one search may cost."""

PAGE: Final = 100


class SearchRangeTooLong(DomainError):
    """Free slots are searched in a range of at most 62 days."""

    code = "scheduling.search-range-too-long"
    mend = "Ask for at most 62 days, then for the next ones."


class SlotCursor(ValueObject, frozen=True, kw_only=True):
    """The last slot of a page: the next page begins after it."""

    starts_at: Instant
    provider: ProviderId


class SlotPage(ValueObject, frozen=True, kw_only=True):
    """Free slots in order of start, then of provider id. Without ``next`` there are no more in the range."""

    slots: tuple[Slot, ...]
    next: SlotCursor | None = None


def slot_page(
    search: SlotSearch, candidates: Iterable[Candidate], after: SlotCursor | None = None, limit: int = PAGE
) -> SlotPage:
    """Give the first free slots of all candidates, or those after a cursor; days behind the page are not expanded.

    Raises ``SearchRangeTooLong``.
    """
    if search.within.length > LONGEST_RANGE:
        raise SearchRangeTooLong(longest_days=LONGEST_RANGE.days)
    if after is not None and after.starts_at >= search.within.ends_at:
        return SlotPage(slots=())
    if after is not None and after.starts_at > search.within.starts_at:
        search = replace(search, within=Span(starts_at=after.starts_at, ends_at=search.within.ends_at))
    slots: Iterator[Slot] = merge(*(free_slots(search, candidate) for candidate in candidates), key=_order)
    if after is not None:
        seen = (after.starts_at, after.provider.int)
        slots = dropwhile(lambda slot: _order(slot) <= seen, slots)
    found = tuple(islice(slots, limit + 1))
    if len(found) <= limit:
        return SlotPage(slots=found)
    last = found[limit - 1]
    cursor = SlotCursor(starts_at=last.span.starts_at, provider=last.provider)
    return SlotPage(slots=found[:limit], next=cursor)


def _order(slot: Slot) -> tuple[datetime, int]:
    return slot.span.starts_at, slot.provider.int
