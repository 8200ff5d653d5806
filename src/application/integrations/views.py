"""What other systems are shown."""

from application.integrations.queries import FeedNumber
from application.published import patients, providers, scheduling
from application.shared.query import View
from domain.shared.time import Instant

Published = patients.AnyFact | providers.AnyFact | scheduling.AnyFact
"""Every fact that is told to others, told apart by ``type``."""


class FeedEntry(View, frozen=True, kw_only=True):
    """One published fact."""

    number: FeedNumber
    recorded_at: Instant
    fact: Published


class FeedPage(View, frozen=True, kw_only=True):
    """A stretch of the feed, ascending."""

    items: tuple[FeedEntry, ...]
    next: FeedNumber
    """How far this stretch reaches: send it as ``after``. It is ``after`` itself while there is nothing new."""
