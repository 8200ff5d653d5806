"""How long facts wait, as far as one look can tell: before the watermark, and before the sequencer."""

from typing import NamedTuple

from infrastructure.postgres.connection import Pool
from infrastructure.postgres.errors import translated

# Both begin at the oldest fact without a number: what is behind the watermark waits for an open transaction, what is
# before it waits for a sequencer.
_HELD = """
with place as (select epoch, xid, position from sequencer),
     log as (select (select current from log_epoch) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as xmin),
     waiting as (
       select e.recorded_at, e.epoch = log.epoch and e.xid >= log.xmin as is_held
         from event e, place, log
        where (e.epoch, e.xid, e.position) > (place.epoch, place.xid, place.position)
        order by e.epoch, e.xid, e.position limit 10000)
select coalesce(extract(epoch from clock_timestamp() - min(recorded_at) filter (where is_held)), 0)::float8 as held,
       coalesce(extract(epoch from clock_timestamp() - min(recorded_at) filter (where not is_held)), 0)::float8 as open,
       exists (select from event e, log
                where e.epoch = log.epoch and e.xid >= pg_snapshot_xmax(pg_current_snapshot())) as is_unreachable
  from waiting
"""


class Held(NamedTuple):
    """The ages of what waits; 0 where nothing does."""

    held_seconds: float
    """Of the oldest fact that an open transaction holds back."""
    waiting_seconds: float
    """Of the oldest fact that could have a number and has none."""
    is_unreachable: bool
    """Whether facts are of transactions that this cluster has not reached, because they came with a logical dump."""


async def held(pool: Pool) -> Held:
    """Look, in the follower's role. Raises ``Unavailable``."""
    with translated():
        row = await pool.fetchrow(_HELD)
    if row is None:
        return Held(0.0, 0.0, is_unreachable=False)
    return Held(max(row["held"], 0.0), max(row["open"], 0.0), row["is_unreachable"])
