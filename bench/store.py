"""Load, append, project: our store, the stock one, and the statements alone, in turns."""

from bench.chart import need_charts
from bench.measurement import Measurement, against
from bench.pace import Pace
from bench.pgbench import pgbench
from bench.stage import Rate, Stage, child
from bench.store_ours import STREAMS, Outcome

WRITERS = (1, 8, 32)
TIMES_STOCK = 3.0
SHARE_OF_PGBENCH = 0.45


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Compare the three at each number of writers."""
    await need_charts(stage)
    rows = []
    for writers in WRITERS:
        ours, stock, bare = [], [], []
        for _ in range(pace.rounds):
            run = {"url": stage.url, "writers": writers, "seconds": pace.seconds, "warm_up": pace.warm_up}
            stock.append((await child("store_stock", Rate, **run)).rate)
            done = await child("store_ours", Outcome, **run)
            ours.append(done.rate)
            bare.append(
                await pgbench(
                    stage,
                    done.statements,
                    streams=STREAMS,
                    first=STREAMS,
                    clients=writers,
                    seconds=pace.seconds,
                )
            )
        name = f"load, append, project: {writers} writer{'s' if writers > 1 else ''}"
        rows += [
            against(name, ours, stock, unit="commands/s", versus="eventsourcing 9.5.6", target=TIMES_STOCK),
            against(name, ours, bare, unit="commands/s", versus="pgbench, same SQL", target=SHARE_OF_PGBENCH),
        ]
    return rows
