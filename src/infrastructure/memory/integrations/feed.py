"""The change feed of a log in memory: a fact's number is its place."""

from itertools import islice
from typing import cast

from application.integrations.queries import ReadFeed
from application.integrations.views import FeedEntry, FeedPage, Published
from application.published.fact import Publishes
from application.shared.execution import Execution
from infrastructure.memory.log import MemoryLog


class MemoryFeed:
    """Reads and translates."""

    def __init__(self, log: MemoryLog, publishes: Publishes) -> None:
        self._log = log
        self._publishes = publishes

    async def read(self, query: ReadFeed, execution: Execution) -> FeedPage:
        """Give the facts behind a number, at most ``limit``."""
        facts = self._log.facts[execution.clinic]
        told = (
            FeedEntry(
                number=number,
                recorded_at=fact.timestamp,
                fact=cast("Published", self._publishes[type(fact)](fact)),
            )
            for number, fact in enumerate(facts, start=1)
            if number > query.after and type(fact) in self._publishes
        )
        entries = tuple(islice(told, query.limit))
        reached = entries[-1].number if len(entries) == query.limit else len(facts)
        return FeedPage(items=entries, next=max(reached, query.after))
