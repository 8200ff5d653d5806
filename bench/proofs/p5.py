"""P5: nobody is booked twice. Many clients want each slot, through HTTP, over two processes of the real API.

One gets it, by whichever of the ways to a visit. Beside it stands one more, in a lane of its own, because that was
decided: two want to overbook it, and the clinic's policy lets one.
"""

import asyncio
import itertools
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.bookable import bookable
from bench.proofs.contest import CUT_OFF, LIMITS, WON, Contest
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.stage import Stage

from infrastructure.containers.opening import opened

SLOTS, CLIENTS = 1_000, 200
SLOTS_SHORT, CLIENTS_SHORT = 4, 25
ANSWERS = WON | {httpx.codes.CONFLICT, CUT_OFF}

# The truth is what the database holds, not what the API says of itself. Two visits of one time stand in two lanes, and
# whatever stands in a higher one was overbooked: nothing gets there by another way.
_DOUBLE = """
select count(*) from reservation a join reservation b
    on a.clinic_id = b.clinic_id and a.resource_id = b.resource_id and a.owner_id < b.owner_id
   and a.starts_at < b.ends_at and b.starts_at < a.ends_at and a.lane = b.lane
"""
_IN_HIGHER_LANES = "select owner_id from reservation where lane > 0"


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Let every client want every slot, by each of the ways in which a time is taken."""
    slots, clients = (SLOTS_SHORT, CLIENTS_SHORT) if short else (SLOTS, CLIENTS)
    async with opened(stage.settings) as container:
        practice = await bookable(container, "proof", patients=clients)
    with ExitStack() as life:
        ports = [life.enter_context(ApiProcess(stage)).port for _ in range(2)]
        async with httpx.AsyncClient(timeout=60, limits=LIMITS, headers=practice.headers) as http:
            watch = Stopwatch()
            answers = await Contest(http, itertools.cycle(ports), practice).held(slots)
    winners = Counter(answer.slot for answer in answers if answer.won)
    on_top = {answer.overbooked: answer.slot for answer in answers if answer.overbooked is not None}
    overbooked = Counter(on_top.values())
    statuses = Counter(answer.status for answer in answers)
    async with stage.connected() as superuser:
        double = await superuser.fetchval(_DOUBLE)
        higher = {row["owner_id"] for row in await superuser.fetch(_IN_HIGHER_LANES)}
    print(f"lanes       {winners.total():,} visits of a free time, {overbooked.total():,} decided on top of them")
    wrong = {
        "double-booked": double,
        "in the wrong lane": len(higher ^ on_top.keys()),
        "slots with two winners": sum(count > 1 for count in winners.values()),
        "slots nobody got": slots - len(winners),
        "slots not overbooked just once": slots - sum(count == 1 for count in overbooked.values()),
        "cut off": statuses[CUT_OFF],
        "answers that are none": sum(count for status, count in statuses.items() if status not in ANSWERS),
    }
    won, refused = winners.total() + overbooked.total(), statuses[httpx.codes.CONFLICT]
    return Outcome(len(answers), won, 0, refused, watch.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Read, check, insert: no lock and no constraint."""
    slots, clients = (SLOTS_SHORT, CLIENTS_SHORT) if short else (50, 50)
    async with stage.connected() as superuser:
        await superuser.execute("create table naive (provider uuid, starts_at timestamptz)")
    watch = Stopwatch()
    provider, begin = uuid4(), datetime(2030, 5, 15, 9, tzinfo=UTC)
    async with asyncpg.create_pool(stage.url, min_size=clients, max_size=clients) as pool:

        async def book(slot: datetime) -> bool:
            taken = await pool.fetchval(
                "select exists (select from naive where provider = $1 and starts_at = $2)", provider, slot
            )
            if taken:
                return False
            await pool.execute("insert into naive values ($1, $2)", provider, slot)
            return True

        won = []
        for number in range(slots):
            slot = begin + timedelta(minutes=30 * number)
            won.append(sum(await asyncio.gather(*(book(slot) for _ in range(clients)))))
    double = {"double-booked": sum(count - 1 for count in won)}
    return Outcome(slots * clients, sum(won), 0, slots * clients - sum(won), watch.seconds, double)


PROOF = Proof(
    "P5",
    "1,000 slots, 200 clients each, two processes: one booking each, and one more where it is overbooked",
    run,
    "read, check, insert",
    control,
)
