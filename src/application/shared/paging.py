"""Lists in pages, continued by an opaque cursor."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Generic, Protocol, TypeVar

import msgspec

from application.shared.refusals import Malformed
from domain.shared.values import Public

T = TypeVar("T")

MOST_ROWS: Final = 5_000
"""How many rows of a list are given at once where all of it is wanted: what one process holds for one caller."""

Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]

Cursor = Public[str]
"""Where a page ended, as who asks for the next one sends it back: instants and ids, by which lists are ordered."""


class Paged(Protocol):
    """A query that asks for a page."""

    @property
    def after(self) -> str | None:
        """Where the page before it ended."""
        ...

    @property
    def limit(self) -> int:
        """How long it may be."""
        ...


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list, in the list's stable order."""

    items: tuple[T, ...]
    next: Cursor | None
    """Cursor to send as ``after`` for the page behind this one; null on the last page."""


def cursor(*key: Any) -> str:
    """Give the opaque cursor for the last row of a page, by the values that order the list."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def after(text: str | None, key: type[T]) -> T | None:
    """Read a cursor back as the tuple type ``key``. Raises ``Malformed`` on a cursor of another list or of none."""
    if text is None:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=key)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as unreadable:
        raise Malformed(errors=[{"parameter": "after", "detail": "not a cursor of this list"}]) from unreadable


def page(rows: Sequence[T], limit: int, key: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """Cut a page from ``limit + 1`` rows: the row too many only tells that there is a next page."""
    items = tuple(rows[:limit])
    return Page(items=items, next=cursor(*key(items[-1])) if len(rows) > limit else None)
