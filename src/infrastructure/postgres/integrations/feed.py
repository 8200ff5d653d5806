"""The change feed, straight from the numbers."""

from typing import Any, Final, cast

from application.integrations.queries import ReadFeed
from application.integrations.views import FeedEntry, FeedPage, Published
from application.published.fact import Publishes
from application.shared.execution import Execution
from infrastructure.facts.codec import Codec
from infrastructure.postgres.list_reads import ListReads

LONGEST_LOOK: Final = 5_000
"""Numbers that one page looks through for published facts; a page may be short, and its ``next`` still moves on."""

# The head is read by the same statement as the facts: what is numbered later has a number above it.
_READ = """
with reach as (
  select least(feed_no, $2::bigint + least($4::bigint, 9223372036854775807 - $2::bigint)) as upto
    from feed_head where clinic_id = $1),
page as (
  select f.feed_no, f.stream_id, f.version, f.name
    from feed f
   where f.clinic_id = $1 and f.feed_no > $2 and f.feed_no <= (select upto from reach) and f.name = any($3::text[])
   order by f.feed_no limit $5)
select r.upto, p.feed_no, p.stream_id, p.version, p.name, e.revision, e.data, e.recorded_at
  from reach r
  left join page p on true
  left join event e on e.clinic_id = $1 and e.stream_id = p.stream_id and e.version = p.version
 order by p.feed_no
"""


class PostgresFeed:
    """Reads and translates."""

    def __init__(self, lists: ListReads, codec: Codec, publishes: Publishes) -> None:
        self._lists = lists
        self._codec = codec
        self._publishes = publishes
        self._names = sorted(kind.name for kind in codec.registry.types if kind.fact in publishes)

    async def read(self, query: ReadFeed, execution: Execution) -> FeedPage:
        """Give the facts behind a number, at most ``limit``."""
        rows = await self._lists.rows(
            execution, _READ, execution.clinic, query.after, self._names, LONGEST_LOOK, query.limit
        )
        entries = tuple(self._entry(row) for row in rows if row["feed_no"] is not None)
        looked_through = rows[0]["upto"] if rows else 0
        reached = entries[-1].number if len(entries) == query.limit else looked_through
        return FeedPage(items=entries, next=max(reached, query.after))

    def _entry(self, row: Any) -> FeedEntry:
        fact = self._codec.decode_clear(
            row["name"],
            row["revision"],
            row["data"],
            stream=row["stream_id"],
            version=row["version"],
            at=row["recorded_at"],
        )
        published = self._publishes[type(fact)](fact)
        return FeedEntry(number=row["feed_no"], recorded_at=row["recorded_at"], fact=cast("Published", published))
