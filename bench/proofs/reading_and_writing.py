"""People at a clinic who read records and write them all the while, through HTTP, over several processes."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

import httpx
from bench.practice import side_by_side
from bench.proofs.api_process import ApiProcess
from bench.proofs.connections import kept
from bench.proofs.newcomers import registration

READERS, WRITERS = 6, 2
PAUSE = 0.1
"""Seconds between two requests of somebody."""
PATIENCE = 30.0


class AtWork:
    """Counts what was asked, by how it ended."""

    def __init__(self, apis: Sequence[ApiProcess], patients: Sequence[UUID], chance: Random) -> None:
        self.patients = list(patients)
        self.reads: Counter[int] = Counter()
        self.writes: Counter[int] = Counter()
        self._apis = itertools.cycle(apis)
        self._chance = chance

    @property
    def failed_reads(self) -> int:
        """Reads that were not answered with the record."""
        return self.reads.total() - self.reads[httpx.codes.OK]

    @property
    def failed_writes(self) -> int:
        """Commands that were not carried out."""
        return self.writes.total() - self.writes[httpx.codes.CREATED] - self.writes[httpx.codes.OK]

    async def read(self, http: httpx.AsyncClient, stop: asyncio.Event) -> None:
        """Read one record after the other."""
        while not stop.is_set():
            patient = self._chance.choice(self.patients)
            self.reads[await _status(http, "GET", f"{next(self._apis).address}/patients/{patient}")] += 1
            await asyncio.sleep(PAUSE)

    async def write(self, http: httpx.AsyncClient, stop: asyncio.Event) -> None:
        """Register one newcomer after the other, and correct somebody's record."""
        while not stop.is_set():
            family = f"Newcomer {self._chance.randrange(10**9)}"
            body = registration(family, self._chance.randrange(30_000)) | {"insist": True}
            self.writes[await _status(http, "POST", f"{next(self._apis).address}/patients", body)] += 1
            patient = self._chance.choice(self.patients)
            named = registration(family, self._chance.randrange(30_000))
            path = f"{next(self._apis).address}/patients/{patient}/correct-demographics"
            self.writes[await _status(http, "POST", path, named)] += 1
            await asyncio.sleep(PAUSE)


async def _status(http: httpx.AsyncClient, method: str, address: str, body: object = None) -> int:
    try:
        return (await http.request(method, address, json=body)).status_code
    except httpx.TransportError:
        return 0


@asynccontextmanager
async def at_work(
    apis: Sequence[ApiProcess], headers: Mapping[str, str], patients: Sequence[UUID], chance: Random
) -> AsyncIterator[AtWork]:
    """Have everybody work while the block lasts."""
    work, stop = AtWork(apis, patients, chance), asyncio.Event()
    async with (
        httpx.AsyncClient(timeout=PATIENCE, limits=kept(), headers=headers) as http,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(READERS):
            group.create_task(work.read(http, stop))
        for _ in range(WRITERS):
            group.create_task(work.write(http, stop))
        try:
            yield work
        finally:
            stop.set()


async def unread(api: ApiProcess, headers: Mapping[str, str], patients: Sequence[UUID]) -> int:
    """Have a process that has nothing at hand read every record, and count those that it does not show."""
    async with httpx.AsyncClient(timeout=PATIENCE, limits=kept(), headers=headers) as http:

        async def read(patient: UUID) -> int:
            return await _status(http, "GET", f"{api.address}/patients/{patient}")

        statuses = await side_by_side(read, patients)
    return len(statuses) - statuses.count(httpx.codes.OK)
