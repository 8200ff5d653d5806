"""P5: nobody is booked twice. Many clients want each slot, through HTTP, over two processes of the real API."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.bookable import Bookable, bookable
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.stage import Stage

SLOTS, CLIENTS = 1_000, 200
SLOTS_SHORT, CLIENTS_SHORT = 4, 25
AT_ONCE = 64
CUT_OFF = 0
"""Stands for a status where the connection ended before an answer: nobody ends one here."""
WON = frozenset({httpx.codes.OK, httpx.codes.CREATED})

# The truth is what the database holds, not what the API says of itself.
_DOUBLE = """
select count(*) from reservation a join reservation b
    on a.clinic_id = b.clinic_id and a.resource_id = b.resource_id and a.owner_id < b.owner_id
   and a.starts_at < b.ends_at and b.starts_at < a.ends_at
"""


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Let every client want every slot: by a booking, a hold, an offer, a series, or by moving a visit onto it."""
    slots, clients = (SLOTS_SHORT, CLIENTS_SHORT) if short else (SLOTS, CLIENTS)
    practice = await bookable(stage, patients=clients)
    with ExitStack() as life:
        ports = [life.enter_context(ApiProcess(stage)).port for _ in range(2)]
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(timeout=60, limits=limits, headers=practice.headers) as http:
            watch = Stopwatch()
            answers = await _compete(http, itertools.cycle(ports), practice, slots)
    winners = Counter(slot for slot, status in answers if status in WON)
    async with stage.connected() as superuser:
        double = await superuser.fetchval(_DOUBLE)
    wrong = {
        "double-booked": double,
        "slots with two winners": sum(count > 1 for count in winners.values()),
        "slots nobody got": slots - len(winners),
        "cut off": sum(status == CUT_OFF for _, status in answers),
        "answers that are none": sum(status not in {*WON, httpx.codes.CONFLICT, CUT_OFF} for _, status in answers),
    }
    refused = sum(status == httpx.codes.CONFLICT for _, status in answers)
    return Outcome(len(answers), sum(winners.values()), 0, refused, watch.seconds, wrong)


async def _compete(
    http: httpx.AsyncClient, ports: Iterator[int], practice: Bookable, slots: int
) -> list[tuple[datetime, int]]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def sent(path: str, body: dict[str, Any]) -> httpx.Response:
        try:
            return await http.post(f"http://127.0.0.1:{next(ports)}/api/v1{path}", json=body)
        except httpx.TransportError:
            return httpx.Response(CUT_OFF)

    async def want(slot: datetime, patient: UUID, number: int) -> tuple[datetime, int]:
        """Want a slot: every fifth by a hold that is then used, every seventh for a series, all others by booking."""
        body: dict[str, Any] = practice.booking(slot, patient)
        async with gate:
            if number % 7 == 0:
                return slot, (await sent("/series", practice.series(slot, patient))).status_code
            if number % 5 == 0:
                held = await sent("/holds", {"patient": str(patient), "visit": body["visit"]})
                if held.status_code != httpx.codes.CREATED:
                    return slot, held.status_code
                body["hold"] = held.json()["id"]
            return slot, (await sent("/appointments", body)).status_code

    async def be_offered(slot: datetime, patient: UUID) -> tuple[datetime, int]:
        """Want a slot by waiting, being offered it, and accepting; whoever is not offered it waits no longer."""
        async with gate:
            entry = (await sent("/waitlist", practice.wait(slot, patient))).raise_for_status().json()["id"]
            await sent(f"/waitlist/{entry}/offer", {"provider": str(practice.provider), "starts_at": slot.isoformat()})
            accepted = await sent(f"/waitlist/{entry}/accept", {})
            await sent(f"/waitlist/{entry}/leave", {})
            return slot, accepted.status_code

    async def move(slot: datetime, appointment: str) -> tuple[datetime, int]:
        """Want a slot by moving a visit onto it."""
        async with gate:
            moved = await sent(f"/appointments/{appointment}/reschedule", {"starts_at": slot.isoformat()})
            return slot, moved.status_code

    answers = []
    mover, waiter, *others = practice.patients
    wanted, parking = list(practice.slots(slots)), list(practice.slots(2 * slots))[slots:]
    for slot, parked in zip(wanted, parking, strict=True):
        visit = (await sent("/appointments", practice.booking(parked, mover))).raise_for_status().json()["id"]
        wanting = [want(slot, patient, number) for number, patient in enumerate(others)]
        answers += await asyncio.gather(be_offered(slot, waiter), move(slot, visit), *wanting)
    return answers


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
    "P5", "1,000 slots, 200 clients each, two processes: exactly one booking each", run, "read, check, insert", control
)
