"""Many clients who all want the same slots, by each of the ways in which a time is taken."""

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import httpx
from bench.proofs.bookable import Bookable
from bench.proofs.connections import kept

from domain.scheduling.appointments.agenda import ProviderTaken
from domain.scheduling.appointments.overbooking import NothingToOverbook
from domain.shared.identifiers import PatientId

AT_ONCE: Final = 64
LIMITS: Final = kept(AT_ONCE)
CUT_OFF: Final = 0
"""Stands for a status where the connection ended before an answer: nobody ends one here."""
WON: Final = frozenset({httpx.codes.OK, httpx.codes.CREATED})

INSISTENT: Final = 2
"""Clients who want each slot on top of whoever gets it; by default a clinic lets one at a time."""
_NOT_YET: Final = frozenset({NothingToOverbook.code, ProviderTaken.code})
"""Nobody has got the slot, or somebody only holds it."""
_PAUSE, _TRIES = 0.02, 500


class Wanted(NamedTuple):
    """What came of wanting a slot."""

    slot: datetime
    status: int
    overbooked: UUID | None = None
    """The visit that stands on top of another now."""

    @property
    def won(self) -> bool:
        """Whether the slot was free, and is theirs."""
        return self.status in WON and self.overbooked is None


@dataclass(frozen=True, slots=True)
class Contest:
    """Sends what the clients want to the API's processes in turn."""

    http: httpx.AsyncClient
    ports: Iterator[int]
    practice: Bookable
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def held(self, slots: int) -> list[Wanted]:
        """Let every client want so many slots, one after the other, and tell what came of each."""
        answers: list[Wanted] = []
        mover, passed_on, *others = self.practice.patients
        wanted, parking = list(self.practice.slots(slots)), list(self.practice.slots(2 * slots))[slots:]
        for slot, elsewhere in zip(wanted, parking, strict=True):
            moving = await self._parked(elsewhere, mover, self.practice.provider)
            passing = await self._parked(slot, passed_on, self.practice.colleague)
            answers += await asyncio.gather(
                self._change(slot, moving, "reschedule", {"starts_at": slot.isoformat()}),
                self._change(slot, passing, "reassign", {"provider": str(self.practice.provider)}),
                *self._of_everybody(slot, others),
            )
        return answers

    def _of_everybody(self, slot: datetime, patients: Sequence[PatientId]) -> Iterator[Awaitable[Wanted]]:
        waiter, *others = patients
        yield self._be_offered(slot, waiter)
        for number, patient in enumerate(others):
            yield self._overbook(slot, patient) if number < INSISTENT else self._want(slot, patient, number)

    async def _want(self, slot: datetime, patient: UUID, number: int) -> Wanted:
        """Want a slot: every fifth by a hold that is then used, every seventh for a series, all others by booking."""
        body = self.practice.booking(slot, patient)
        async with self._gate:
            if number % 7 == 0:
                return Wanted(slot, (await self._sent("/series", self.practice.series(slot, patient))).status_code)
            if number % 5 == 0:
                held = await self._sent("/holds", {"patient": str(patient), "visit": body["visit"]})
                if held.status_code != httpx.codes.CREATED:
                    return Wanted(slot, held.status_code)
                body["hold"] = held.json()["id"]
            return Wanted(slot, (await self._sent("/appointments", body)).status_code)

    async def _be_offered(self, slot: datetime, patient: UUID) -> Wanted:
        """Want a slot by waiting, being offered it, and accepting; whoever is not offered it waits no longer."""
        offering = {"provider": str(self.practice.provider), "starts_at": slot.isoformat()}
        async with self._gate:
            waiting = await self._sent("/waitlist", self.practice.wait(slot, patient))
            entry = f"/waitlist/{waiting.raise_for_status().json()['id']}"
            await self._sent(f"{entry}/offer", offering)
            accepted = await self._sent(f"{entry}/accept", {})
            await self._sent(f"{entry}/leave", {})
            return Wanted(slot, accepted.status_code)

    async def _change(self, slot: datetime, appointment: str, verb: str, body: dict[str, Any]) -> Wanted:
        """Want a slot for a visit that is booked: by moving it there, or by passing it on to whose slot it is."""
        async with self._gate:
            return Wanted(slot, (await self._sent(f"/appointments/{appointment}/{verb}", body)).status_code)

    async def _overbook(self, slot: datetime, patient: UUID) -> Wanted:
        """Want a slot on top of whoever gets it, and insist until somebody has got it."""
        status = CUT_OFF
        for _ in range(_TRIES):
            async with self._gate:
                answer = await self._sent("/appointments/overbook", self.practice.overbooking(slot, patient))
            status = answer.status_code
            if status == httpx.codes.CREATED:
                return Wanted(slot, status, UUID(answer.json()["id"]))
            if status != httpx.codes.CONFLICT or answer.json()["code"] not in _NOT_YET:
                break
            await asyncio.sleep(_PAUSE)
        return Wanted(slot, status)

    async def _parked(self, slot: datetime, patient: UUID, provider: UUID) -> str:
        booked = await self._sent("/appointments", self.practice.booking(slot, patient, provider))
        return str(booked.raise_for_status().json()["id"])

    async def _sent(self, path: str, body: dict[str, Any]) -> httpx.Response:
        try:
            return await self.http.post(f"http://127.0.0.1:{next(self.ports)}/api/v1{path}", json=body)
        except httpx.TransportError:
            return httpx.Response(CUT_OFF)
