"""P24: migrations run while clinics work, with processes of the old release and of the new side by side.

The old release is today's code: it serves from before the first step to behind the last, on a schema that grows under
it. The migrations are those of releases that are still to come, with every kind of step that may be taken
(``next_release``); two processes apply them at once, as where two hosts are rolled out. Then an API joins that began on
the new schema, and what one process booked the other moves. All the while somebody reads in transactions of seconds,
and a watcher looks every few milliseconds who is in the way of others.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from bench.proofs.api_process import ApiProcess
from bench.proofs.bookable import bookable
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.lock_watch import LockWatch
from bench.proofs.next_release import STEPS, written
from bench.proofs.program import Program, running
from bench.proofs.visits import Visits, visiting
from bench.proofs.worker_process import WorkerProcess
from bench.stage import Stage, child

from infrastructure.containers.opening import opened
from infrastructure.embedded.port import LOOPBACK
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import OWNER

RELEASES, RELEASES_SHORT = 20, 1
RATE, RATE_SHORT = 6.0, 3.0
"""Visits that begin in a second; each is seven requests."""
PATIENTS = 12
AROUND, AROUND_SHORT = 20.0, 0.5
"""Seconds of work before the first step, and behind the last."""
READS_FOR, RESTS_FOR = 1.2, 0.4
"""Seconds that the long reader keeps a transaction open, and until the next."""
HOSTS, HOSTS_SHORT = 2, 1
PATIENCE = 60.0
"""Seconds that a process has to say whether it can be sent work."""
LONGEST = 0.5
"""Seconds that a lock may keep others waiting."""

_READ = """
select (select count(*) from event), (select count(*) from appointment), (select count(*) from patient),
       (select count(*) from provider)
"""
CARELESS = "alter table appointment alter column version set not null"
"""Changes nothing, and waits for the reader while everybody waits for it."""
_APPLIED = """
select count(*) from information_schema.tables where table_schema = 'public' and table_name like 'next\\_%'
"""
_PARKED = "select count(*) from checkpoint where state = 'parked'"


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Migrate and roll out while others work."""
    releases, around, hosts = (RELEASES_SHORT, AROUND_SHORT, HOSTS_SHORT) if short else (RELEASES, AROUND, HOSTS)
    migrations, new = written(stage.folder, releases), _Serving(stage)
    async with (
        AsyncExitStack() as rollout,
        _at_work(stage, WorkerProcess(stage), short=short) as (visits, watch),
        _long_reader(stage),
    ):
        clock = Stopwatch()
        await asyncio.sleep(around)
        took = max(await asyncio.gather(*(_migrated(stage, migrations) for _ in range(hosts))))
        await rollout.enter_async_context(running(new))
        visits.also_to(new)
        await asyncio.sleep(around)
    async with stage.connected() as superuser:
        applied, parked = await superuser.fetchval(_APPLIED), await superuser.fetchval(_PARKED)
    print(f"migrated    {releases * len(STEPS)} steps in {took:.1f} s")
    return _outcome(visits, watch, clock, {"releases not applied": releases - applied, "lanes parked": parked})


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Demand a value of a column while somebody reads long, and wait for the lock as long as it takes."""
    async with (
        _at_work(stage, short=short) as (visits, watch),
        stage.connected(OWNER) as owner,
        stage.connected() as reading,
    ):
        clock = Stopwatch()
        async with reading.transaction():
            await reading.fetch(_READ)
            demanding = asyncio.create_task(owner.execute(CARELESS))
            await asyncio.sleep(READS_FOR)
        await demanding
    return _outcome(visits, watch, clock, {})


class _Serving(ApiProcess):
    """An API that has started when it says that it can be sent work, as whoever rolls a release out has it."""

    def _is_ready(self) -> bool:
        if not super()._is_ready():
            return False
        asking = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        asking.request("GET", "/api/monitoring/ready")
        return asking.getresponse().status == HTTPStatus.OK


@asynccontextmanager
async def _at_work(stage: Stage, *beside: Program, short: bool) -> AsyncIterator[tuple[Visits, LockWatch]]:
    """Have a clinic of the old release work, other processes beside it, and watch who waits for whom."""
    async with opened(stage.settings) as container:
        practice = await bookable(container, "proof", patients=PATIENTS)
    old = _Serving(stage)
    async with (
        running(old, *beside),
        stage.connected() as watching,
        LockWatch(watching) as watch,
        visiting(old, practice, rate=RATE_SHORT if short else RATE) as visits,
    ):
        yield visits, watch


@asynccontextmanager
async def _long_reader(stage: Stage) -> AsyncIterator[None]:
    """Have somebody read in one long transaction after another."""

    async def read() -> None:
        while True:
            async with reading.transaction():
                await reading.fetch(_READ)
                await asyncio.sleep(READS_FOR)
            await asyncio.sleep(RESTS_FOR)

    async with stage.connected() as reading:
        reader = asyncio.create_task(read())
        try:
            yield
        finally:
            reader.cancel()
            await asyncio.wait({reader})


async def _migrated(stage: Stage, migrations: Path) -> float:
    """Migrate as a process of its own, and tell how many seconds it took."""
    return await child("proofs.migrating_process", float, owner=as_role(stage.url, OWNER), migrations=migrations)


def _outcome(visits: Visits, watch: LockWatch, clock: Stopwatch, wrong: dict[str, int]) -> Outcome:
    print(f"locks       in the way of others, or waited for: {watch.told()}")
    seconds, asked = visits.slowest
    print(f"answers     the slowest after {seconds * 1000:.0f} ms ({asked})")
    seen = visits.seen
    wrong |= {"failures (5xx)": seen["failed"], "cut off": seen["cut off"], "refused": seen["refused"]}
    wrong["locks over 500 ms"] = len(watch.over(LONGEST))
    failed = seen["failed"] + seen["refused"]
    return Outcome(seen.total(), seen["done"], seen["cut off"], failed, clock.seconds, wrong)


PROOF = Proof(
    "P24",
    "migrations of twenty releases under load, old and new processes side by side: 0 answers 5xx, 0 locks over 500 ms",
    run,
    "a value demanded beside a long reader, without a lock timeout",
    control,
)
