"""Compares what followers saw with the whole log."""

from typing import Final, NamedTuple

import asyncpg

# The log's own order within a stream is its versions; feed numbers must rise with them and have no gap.
_FEED = """
select count(*) as facts,
       count(*) filter (where f.feed_no is null) as unnumbered,
       (select count(*) from (select clinic_id, max(feed_no) as last, count(*) as all_of from feed group by 1) c
         where c.last <> c.all_of) as clinics_with_gaps,
       (select count(*) from (
          select version, lag(version) over (partition by clinic_id, stream_id order by feed_no) as before from feed) s
         where version <> coalesce(before, 0) + 1) as out_of_order
  from event e left join feed f using (clinic_id, stream_id, version)
"""

_JOURNAL = """
select (select count(*) from feed f
         where not exists (select from journal j
                            where j.follower = $1 and j.clinic_id = f.clinic_id and j.feed_no = f.feed_no)) as missed,
       (select count(*) - count(distinct (clinic_id, feed_no)) from journal where follower = $1) as twice,
       (select count(*) from (
          select version, lag(version) over (partition by clinic_id, stream_id order by nth) as before
            from journal where follower = $1) s
         where version <> coalesce(before, 0) + 1) as out_of_order
"""


class Verdict(NamedTuple):
    """How many facts there are, and how many went wrong in which way."""

    facts: int
    unnumbered: int
    clinics_with_gaps: int
    numbered_out_of_order: int
    missed: int
    twice: int
    applied_out_of_order: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing went wrong."""
        return not any(self[1:])


FOLLOWER: Final = "journal"


async def verdict(superuser: "asyncpg.Connection[asyncpg.Record]", follower: str = FOLLOWER) -> Verdict:
    """Compare the feed with the log, and a journal with the feed. Needs to see every clinic's rows."""
    feed = await superuser.fetchrow(_FEED)
    journal = await superuser.fetchrow(_JOURNAL, follower)
    if feed is None or journal is None:
        message = "an aggregate always gives a row"
        raise RuntimeError(message)
    return Verdict(*feed, *journal)
