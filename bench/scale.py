"""What a long past costs: the same work with ten thousand facts stored, and with a million."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from bench.booking import bodies, book
from bench.history import remembered
from bench.measurement import Measurement, against, alone
from bench.pace import Pace
from bench.practice import Practice, people, practice
from bench.processes import Served, api, worker
from bench.registry import register
from bench.slots import search
from bench.stage import Stage
from bench.wrk import Sent, wrk

from domain.shared.identifiers import AppointmentId

MOST_SLOWER = 1.2
"""Times as long as with a hundredth of the facts."""
_PROVIDERS = 100
_PATIENTS = 1000
_RECORDS = 300
_CONNECTIONS = 8
_NUMBERED = "select coalesce(sum(feed_no), 0)::bigint from feed_head"


@dataclass
class _Clinic:
    """A clinic with its past, behind its own server."""

    stage: Stage
    practice: Practice
    server: Served
    appointments: list[AppointmentId]
    wanted: Iterator[dict[str, Any]]
    rates: dict[str, list[float]] = field(default_factory=dict)

    async def measured(self, pace: Pace, *, keep: bool) -> None:
        """Do each kind of work for a while."""
        bookings = [
            Sent("/api/v1/appointments", "POST", json.dumps(next(self.wanted))) for _ in range(int(900 * pace.seconds))
        ]
        reads = [Sent(f"/api/v1/appointments/{appointment}") for appointment in self.appointments]
        for name, requests, connections in (
            ("book", bookings, _CONNECTIONS),
            ("read an appointment", reads, _CONNECTIONS),
            (f"search slots of {_PROVIDERS} providers", [search(_PROVIDERS)], 1),
        ):
            token = self.practice.token()
            load = await wrk(
                self.stage, self.server, requests, token=token, connections=connections, seconds=pace.seconds
            )
            if keep:
                self.rates.setdefault(name, []).append(load.rate)


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Book, read and search at both clinics in turns; then number what the large one has stored."""
    async with AsyncExitStack() as life:
        small = await _clinic(await stage.another("small"), pace.facts // 100, life)
        large = await _clinic(await stage.another("large"), pace.facts, life)
        for round_ in range(-1, pace.rounds):
            for clinic in (small, large):
                await clinic.measured(pace, keep=round_ >= 0)
        memory = large.server.resident_megabytes
    rows = [
        against(
            f"{name}, {pace.facts:,} facts stored",
            large.rates[name],
            small.rates[name],
            unit="a second",
            versus=f"{pace.facts // 100:,} facts",
            target=round(1 / MOST_SLOWER, 2),
        )
        for name in large.rates
    ]
    rows.append(alone("memory of an API process after it", [memory], unit="MiB"))
    rows.append(await _sequenced(large.stage, pace))
    return rows


async def _clinic(stage: Stage, facts: int, life: AsyncExitStack) -> _Clinic:
    clinic = await life.enter_async_context(practice(stage))
    await clinic.hire(_PROVIDERS)
    patients = await register(clinic, people(_PATIENTS, "scale"))
    appointments = await book(clinic, patients, _RECORDS)
    wanted = bodies(clinic, patients)
    for _ in range(_RECORDS):
        next(wanted)
    await remembered(stage, clinic, appointments[0], facts)
    return _Clinic(stage, clinic, await life.enter_async_context(api(stage)), appointments, wanted)


async def _sequenced(stage: Stage, pace: Pace) -> Measurement:
    """Have the sequencer go through what nobody has numbered, and count."""
    async with stage.connected() as connection, worker(stage):
        async with asyncio.timeout(60):
            while not (begun := await connection.fetchval(_NUMBERED)):  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.01)
        started = time.perf_counter()
        await asyncio.sleep(pace.seconds)
        done = await connection.fetchval(_NUMBERED) - begun
        rate = done / (time.perf_counter() - started)
    return alone("the sequencer numbers what it finds", [rate], unit="facts/s", better="higher")
