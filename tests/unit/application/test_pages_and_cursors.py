"""Lists in pages, continued where they were left."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.shared.paging import after, cursor, page
from application.shared.refusals import Malformed

NINE = datetime(2030, 5, 14, 9, tzinfo=UTC)
MIA = UUID(int=1)


def test_a_page_ends_where_the_next_begins() -> None:
    """The cursor of a page is its last row, not the one behind."""
    cut = page(["a", "b", "c"], 2, lambda row: (row,))
    assert (cut.items, after(cut.next, tuple[str])) == (("a", "b"), ("b",))


@pytest.mark.parametrize("rows", [[], ["a"], ["a", "b"]])
def test_the_last_page_has_no_next(rows: list[str]) -> None:
    """Where no row is left over, the list ends."""
    cut = page(rows, 2, lambda row: (row,))
    assert (cut.items, cut.next) == (tuple(rows), None)


def test_a_cursor_keeps_what_orders_the_list() -> None:
    """Instants and ids come back as they were."""
    assert after(cursor(NINE, MIA), tuple[datetime, UUID]) == (NINE, MIA)


def test_no_cursor_is_the_beginning() -> None:
    """Who sends none begins at the first page."""
    assert after(None, tuple[datetime, UUID]) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "=", "äöü", cursor(), cursor(NINE), cursor(MIA, NINE), cursor(NINE, MIA, 1), cursor(NINE, MIA) + "!"],
)
def test_a_cursor_of_another_list_is_refused(text: str) -> None:
    """What this list did not give is no place in it."""
    with pytest.raises(Malformed) as refusal:
        after(text, tuple[datetime, UUID])
    assert refusal.value.details == {"errors": [{"parameter": "after", "detail": "not a cursor of this list"}]}
