"""Which values are about a person, and so are sealed."""

from typing import Annotated

import msgspec

from domain.shared.values import Personal, ValueObject, is_personal, personal_fields


class Letter(ValueObject, frozen=True):
    """A letter with a stamp on it."""

    stamp: int
    text: Personal[str]
    postscript: Personal[str] | None = None
    enclosures: tuple[str, ...] = ()
    weight: Annotated[int, msgspec.Meta(ge=0)] = 0
    pages: Annotated[int, msgspec.Meta(extra={"counted": True})] = 1


def test_a_bound_is_no_mark() -> None:
    """A value that must be so and so is not personal for that, nor is one that bears somebody else's note."""
    for plain in (Annotated[int, msgspec.Meta(ge=1)], Annotated[str, msgspec.Meta(extra={"other": True})]):
        assert not is_personal(plain)
    assert not is_personal(Annotated[str, "a note"])


def test_what_is_marked() -> None:
    """What is marked personal is found, also where it may be absent; nothing else is."""
    assert personal_fields(Letter) == {"text", "postscript"}
