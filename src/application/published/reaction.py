"""What follows from a fact that a context told of: work for another one, done once for each fact."""

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
    """Listens to facts and wants a job done for each. The job's id derives from the fact, so there is one."""

    name: str
    """Under which its place in each clinic's feed is kept; a new name begins at the first fact."""
    hears: frozenset[type[PublishedFact]]
    react: Callable[[Any], JobWanted]
