"""Which values are about a person, and so are sealed."""

from typing import Annotated

import msgspec

from domain.shared.values import Personal, ValueObject, personal_fields


class Letter(ValueObject, frozen=True):
    """A letter with a stamp on it."""

    stamp: int
    text: Personal[str]
    postscript: Personal[str] | None = None
    enclosures: tuple[str, ...] = ()
    weight: Annotated[int, msgspec.Meta(ge=0)] = 0
    pages: Annotated[int, msgspec.Meta(extra={"counted": True})] = 1


def test_what_is_marked() -> None:
    """What is marked personal is found, also where it may be absent; nothing else is."""
    assert personal_fields(Letter) == {"text", "postscript"}
