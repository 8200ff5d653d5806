"""What the outward side needs."""

from typing import Final, Protocol

from application.integrations.queries import ReadFeed
from application.integrations.views import FeedPage
from application.shared.execution import Execution

FEED: Final = "feed"
"""Stands where a follower's name would: the feed itself has seen every fact that has a number."""


class Feed(Protocol):
    """The clinic's published facts."""

    async def read(self, query: ReadFeed, execution: Execution) -> FeedPage:
        """Give the facts behind a number, at most ``limit``."""
        ...
