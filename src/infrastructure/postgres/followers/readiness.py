"""What `ready` asks of the followers."""

from collections.abc import Mapping

from infrastructure.postgres.connection import Pool, lent

_LAG = """
SELECT coalesce(max(head.feed_no - checkpoint.feed_no), 0) AS lag,
       count(*) FILTER (WHERE checkpoint.state = 'parked') AS parked
  FROM checkpoint JOIN feed_head AS head USING (clinic_id)
"""


class FollowersReady:
    """Looks how far followers are behind the heads of their clinics' feeds. They delay reading, they stop nothing."""

    name = "followers"
    needed = False

    def __init__(self, pool: Pool) -> None:
        """Ask through a pool in the follower's role, which sees every clinic."""
        self._pool = pool

    async def look(self) -> Mapping[str, int | float | str]:
        """Tell the largest lag, in facts, and how many lanes are parked. Raises ``Unavailable``."""
        async with lent(self._pool) as connection:
            row = await connection.fetchrow(_LAG)
        return {"lag": row["lag"], "parked": row["parked"]} if row is not None else {}
