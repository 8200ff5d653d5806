"""What follows from a fact that a context told of: work for others, done once for each fact."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from application.published.fact import PublishedFact


class JobWanted(NamedTuple):
    """Work to be done because of a fact."""

    kind: str
    arguments: Mapping[str, Any]
    """Ids and codes; never a personal value."""


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """Listens to facts and wants jobs done for each. A job's id derives from fact and kind, so it is done once."""

    name: str
    """Under which its place in each clinic's feed is kept; a new name begins at the first fact."""
    hears: frozenset[type[PublishedFact]]
    react: Callable[[Any], tuple[JobWanted, ...]]
