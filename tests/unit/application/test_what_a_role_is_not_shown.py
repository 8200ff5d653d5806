"""What is clinical is left out of every answer to the front desk, by name, however deep it stands."""

from __future__ import annotations

import pytest

from application.shared.paging import Page
from application.shared.query import View
from application.shared.withholding import shown_to
from domain.shared.roles import Role
from domain.shared.values import Clinical


class Note(View, frozen=True, kw_only=True):
    """Says when, and why."""

    day: str
    why: Clinical[str] | None
    withheld: tuple[str, ...] = ()


class Day(View, frozen=True, kw_only=True):
    """Some notes, the first of them apart."""

    first: Note | None
    others: tuple[Note, ...] = ()
    beside: Day | None = None


NOTE = Note(day="Tuesday", why="The cough is back")
LEFT = Note(day="Tuesday", why=None, withheld=("why",))


def test_the_desk_is_shown_when_and_not_why() -> None:
    """A clinical field holds nothing, and is named."""
    assert shown_to(Role.FRONT_DESK, NOTE) == LEFT


def test_however_deep_it_stands() -> None:
    """In lists, in pages, and in what stands within something else."""
    day = Day(first=NOTE, others=(NOTE, NOTE), beside=Day(first=None, others=(NOTE,)))
    page = shown_to(Role.FRONT_DESK, Page(items=(day,), next="more"))
    assert page == Page(
        items=(Day(first=LEFT, others=(LEFT, LEFT), beside=Day(first=None, others=(LEFT,))),), next="more"
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FRONT_DESK}))
def test_others_are_shown_what_they_reach(role: Role) -> None:
    """Whom the access table lets at a record reads all of it."""
    assert shown_to(role, NOTE) is NOTE
