"""Visits that are booked, looked at, moved and cancelled, for as long as something else takes."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.bookable import Bookable
from bench.proofs.connections import kept
from bench.proofs.newcomers import registration

DEADLINE = 30.0
"""Seconds: whoever has no answer by then was cut off."""
_SLOTS = 8_000
"""They are taken in turns; the first are free again long before the last are wanted."""


class Visits:
    """People who want a visit, at a pace of their own: nobody waits for whoever came before to be served."""

    def __init__(self, http: httpx.AsyncClient, practice: Bookable, api: ApiProcess) -> None:
        self._http = http
        self._practice = practice
        self._apis = [api]
        self._turns = itertools.count()
        self._slots = itertools.cycle(practice.slots(_SLOTS))
        self.seen: Counter[str] = Counter()
        """Requests by how they ended: done, refused, failed (5xx) and cut off."""
        self.slowest = (0.0, "none")
        """Seconds until the last byte of an answer, at worst, and what was asked."""

    def also_to(self, api: ApiProcess) -> None:
        """Send every other request to one more process, from now on."""
        self._apis.append(api)

    async def begin(self, rate: float, stop: asyncio.Event) -> None:
        """Begin so many a second until told to stop, and return when all are served."""
        begins = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in itertools.count():
                await asyncio.sleep(begins + number / rate - time.monotonic())
                if stop.is_set():
                    return
                group.create_task(self._visit(number))

    async def _visit(self, number: int) -> None:
        patient = self._practice.patients[number % len(self._practice.patients)]
        first, later = next(self._slots), next(self._slots)
        await self._ask("POST", "/patients", registration(f"Okafor {number}", len(self._practice.patients) + number))
        booked = await self._ask("POST", "/appointments", self._practice.booking(first, patient))
        if booked is None:
            return
        visit = f"/appointments/{booked['id']}"
        await self._ask("GET", visit)
        await self._ask("POST", f"{visit}/reschedule", {"starts_at": later.isoformat()})
        await self._ask("GET", f"/patients/{patient}")
        await self._ask("GET", f"/appointments?patient={patient}&limit=20")
        await self._ask("POST", f"{visit}/cancel", {"reason": "I am well again."})

    async def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any] | None:
        """Ask the next process, and give the answer where it is one of success."""
        api, began = self._apis[next(self._turns) % len(self._apis)], time.monotonic()
        try:
            answer = await self._http.request(method, api.address + path, json=body)
        except httpx.TransportError:
            self.seen["cut off"] += 1
            return None
        finally:
            self.slowest = max(self.slowest, (time.monotonic() - began, f"{method} {path}"))
        self.seen["done" if answer.is_success else "failed" if answer.is_server_error else "refused"] += 1
        found: dict[str, Any] | None = answer.json() if answer.is_success else None
        return found


@asynccontextmanager
async def visiting(api: ApiProcess, practice: Bookable, *, rate: float) -> AsyncIterator[Visits]:
    """Have so many visits a second begin while the block lasts; when it has ended all are served."""
    async with httpx.AsyncClient(timeout=DEADLINE, limits=kept(), headers=practice.headers) as http:
        visits, stop = Visits(http, practice, api), asyncio.Event()
        beginning = asyncio.create_task(visits.begin(rate, stop))
        try:
            yield visits
        finally:
            stop.set()
            await beginning
