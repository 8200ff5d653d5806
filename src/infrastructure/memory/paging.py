"""Pages of what is in memory."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from application.shared.paging import Page, Paged, after, page
from domain.shared.time import Instant

T = TypeVar("T")


def page_of(things: Iterable[T], query: Paged, place: Callable[[T], tuple[datetime, UUID]]) -> Page[T]:
    """Give the page that a query asks for, in the order of ``place``: an instant, then an id."""
    start = after(query.after, tuple[Instant, UUID])
    behind = (thing for thing in things if start is None or place(thing) > start)
    return page(sorted(behind, key=place), query.limit, place)
