"""``make bench``: measure the hot paths in one run, print one table, keep it in ``bench/results/latest.json``."""

import argparse
import time
from collections.abc import Awaitable, Callable

import uvloop
from bench import (
    auditing,
    booking,
    counting,
    day,
    ledger,
    reads,
    rebuild,
    scale,
    sealing,
    search,
    sequencing,
    slots,
    store,
)
from bench.machine import facts
from bench.measurement import Measurement, keep, table
from bench.pace import SHORT, WHOLE, Pace
from bench.stage import Stage, staged
from bench.wrk import need_wrk

PARTS: dict[str, Callable[[Stage, Pace], Awaitable[list[Measurement]]]] = {
    "store": store.measure,
    "reads": reads.measure,
    "auditing": auditing.measure,
    "counting": counting.measure,
    "booking": booking.measure,
    "day": day.measure,
    "slots": slots.measure,
    "sealing": sealing.measure,
    "search": search.measure,
    "sequencing": sequencing.measure,
    "ledger": ledger.measure,
    "scale": scale.measure,
    "rebuild": rebuild.measure,
}


async def main() -> None:
    """Measure every part, or those that the command line names."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="|".join(PARTS))
    options.add_argument("--short", action="store_true", help="seconds instead of minutes; the numbers mean little")
    given = options.parse_args()
    need_wrk()
    rows: list[Measurement] = []
    async with staged() as stage:
        async with stage.connected() as connection:
            postgres = str(await connection.fetchval("show server_version"))
            heading = facts(f"{postgres}, synchronous_commit on, fsync on")
        try:
            for part in given.parts or PARTS:
                began = time.monotonic()
                await stage.settle()
                rows += await PARTS[part](stage, SHORT if given.short else WHOLE)
                print(f"{part}: measured in {time.monotonic() - began:.0f} s", flush=True)
        finally:  # a part that breaks does not take with it what the ones before it measured
            print("", *heading, "", table(rows), sep="\n")
    if not given.parts and not given.short:
        keep(rows)


if __name__ == "__main__":
    uvloop.run(main())
