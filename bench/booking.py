"""Booking over HTTP, held against what pgbench makes of a command's statements."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from bench.chart import need_charts
from bench.measurement import Measurement, against, alone
from bench.pace import Pace
from bench.pgbench import pgbench
from bench.practice import CLOSES, JURISDICTION, OPENS, VISIT, ZONE, Practice, people, practice, side_by_side
from bench.processes import Served, api
from bench.registry import register
from bench.stage import Stage, child
from bench.store_ours import STREAMS, Outcome
from bench.wrk import Load, Sent, wrk

from application.scheduling.appointments.book_appointment import BookAppointment
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId
from interfaces.http.scheduling.commands import WHEREABOUTS

CLIENTS = 8
PROCESSES = 2
"""Of the API, as many as there are cores: the peer's server works on all of them too."""
SHARE_OF_PGBENCH = 0.25
FIRST_DAY = 2
"""Days from now: beyond every minimum notice."""
LAST_DAY = 80
PLACE = {"jurisdiction": JURISDICTION, "zone": {"name": ZONE.name}}
"""Where everybody is at the time of their visit."""
_PROVIDERS = 100
_PATIENTS = 2000
_VISITS_A_DAY = (CLOSES - OPENS) * 60 // VISIT.length_minutes


def openings(providers: Sequence[ProviderId]) -> Iterator[tuple[ProviderId, datetime]]:
    """Give every visit that can be had, all providers' first ones first, so that neighbours never meet."""
    first = ZONE.date(datetime.now(UTC)) + timedelta(days=FIRST_DAY)
    for number in range((LAST_DAY - FIRST_DAY) * _VISITS_A_DAY):
        starts_at = _start(first, number)
        for provider in providers:
            yield provider, starts_at


def body(patient: PatientId, provider: ProviderId, starts_at: datetime) -> dict[str, Any]:
    """Give the body of a booking."""
    return {
        "patient": str(patient),
        "visit": {
            "provider": str(provider),
            "visit_type": VISIT.code,
            "starts_at": starts_at.isoformat(),
            "place": PLACE,
        },
        "whereabouts": WHEREABOUTS,
        "reason": "The cough is back.",
    }


def bodies(clinic: Practice, patients: Sequence[PatientId]) -> Iterator[dict[str, Any]]:
    """Give bookings that all can be had: a patient comes again only at another time."""
    for number, (provider, starts_at) in enumerate(openings(clinic.providers)):
        yield body(patients[number % len(patients)], provider, starts_at)


async def book(clinic: Practice, patients: Sequence[PatientId], count: int) -> list[AppointmentId]:
    """Book the first so many of ``bodies`` and give their ids in order."""

    async def one(numbered: tuple[int, dict[str, Any]]) -> AppointmentId:
        number, booking = numbered
        command = msgspec.convert(booking, BookAppointment, strict=False)
        made = await clinic.story.perform(command, clinic.owner, f"book-{number}", datetime.now(UTC))
        return AppointmentId(UUID(made["id"]))

    return await side_by_side(one, zip(range(count), bodies(clinic, patients), strict=False))


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Book as fast as the server takes it, in turns with pgbench."""
    await need_charts(stage)
    rates: list[float] = []
    late: list[float] = []
    bare: list[float] = []
    async with practice(stage) as clinic:
        await clinic.hire(_PROVIDERS)
        patients = await register(clinic, people(_PATIENTS, "booking"))
        wanted = bodies(clinic, patients)
        async with AsyncExitStack() as life:
            servers = [await life.enter_async_context(api(stage)) for _ in range(PROCESSES)]
            for round_ in range(-1, pace.rounds):
                loads = await asyncio.gather(
                    *(_load(stage, clinic, server, wanted, pace.seconds) for server in servers)
                )
                run = {"url": stage.url, "writers": CLIENTS, "seconds": 0.1, "warm_up": 0.1}
                done = await child("store_ours", Outcome, **run)
                alone_ = await pgbench(
                    stage, done.statements, streams=STREAMS, first=STREAMS, clients=CLIENTS, seconds=pace.seconds
                )
                if round_ >= 0:
                    rates.append(sum(load.rate for load in loads))
                    late.append(max(load.p99 for load in loads))
                    bare.append(alone_)
    name = f"book over HTTP: {CLIENTS} clients, {PROCESSES} processes"
    versus = "pgbench, load-append-project"
    return [
        against(name, rates, bare, unit="bookings/s", versus=versus, target=SHARE_OF_PGBENCH),
        alone(f"{name}: p99", late, unit="ms"),
    ]


async def _load(
    stage: Stage, clinic: Practice, server: Served, wanted: Iterator[dict[str, Any]], seconds: float
) -> Load:
    # More than can be booked in the time: a booking sent twice would be refused.
    share = [Sent("/api/v1/appointments", "POST", json.dumps(next(wanted))) for _ in range(int(1000 * seconds))]
    return await wrk(stage, server, share, token=clinic.token(), connections=CLIENTS // PROCESSES, seconds=seconds)


def _start(first: date, number: int) -> datetime:
    day, visit = divmod(number, _VISITS_A_DAY)
    minutes = OPENS * 60 + visit * VISIT.length_minutes
    return ZONE.instant(first + timedelta(days=day), time(minutes // 60, minutes % 60))
