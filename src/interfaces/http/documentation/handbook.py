"""The handbook: what the unit tests claim, in the experts' sentences, with the examples that came true when they ran.

``python tools/stories.py --write`` brings ``handbook.json`` up to date.
"""

from pathlib import Path
from typing import Final

import msgspec

FILE: Final = Path(__file__).with_name("handbook.json")


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """One story: what had happened, what was done, and what came of it."""

    given: tuple[str, ...] = ()
    when: str | None = None
    then: tuple[str, ...] = ()
    """Nothing, where nothing was to happen."""
    refused: str | None = None
    code: str | None = None
    """The rule that refused, as the API names it."""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence that holds."""

    number: str
    sentence: str
    examples: tuple[Example, ...] = ()


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of one matter."""

    number: str
    title: str
    preamble: str
    claims: tuple[Claim, ...]


class Chapter(msgspec.Struct, frozen=True):
    """One context, or what holds everywhere."""

    name: str
    number: int
    title: str
    topics: tuple[Topic, ...]


def read_handbook() -> dict[str, Chapter]:
    """Give the chapters by name, in the order of reading."""
    chapters = msgspec.json.decode(FILE.read_bytes(), type=tuple[Chapter, ...])
    return {chapter.name: chapter for chapter in chapters}
