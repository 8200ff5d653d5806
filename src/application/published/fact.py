"""What a published fact is, and how a context makes them of its own."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from domain.shared.aggregate import Fact


class PublishedFact(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Something that happened, as told to others.

    Its type, once released, stays; fields are only ever added. It holds ids, codes, instants and days: who needs more
    asks for it, and is let in or not.
    """


Publishes = Mapping[type[Fact], Callable[[Any], PublishedFact]]
"""A context's own facts that are told to others, and how. It may not look at personal values: they are not there."""
