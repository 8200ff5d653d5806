"""A mixed day: a practice's traffic, 85 in 100 of it questions, at a rate that does not wait for answers."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from urllib.parse import urlencode

import msgspec
from bench.booking import bodies, book
from bench.measurement import Measurement, alone
from bench.open_loop import Planned, Seen
from bench.pace import Pace
from bench.practice import JURISDICTION, VISIT, ZONE, Practice, people, practice, specialty
from bench.processes import HOST, api, worker
from bench.registry import register
from bench.stage import Stage, child

from domain.shared.identifiers import AppointmentId, PatientId

RATE = 300
"""Requests a second."""
LONGEST = 100.0
"""Milliseconds, at the 95th percentile of all of them."""
_WARM_UP = 3
_TO_SPARE = 600
"""Appointments beyond those that chance should cancel, half of them to be read."""
_PROVIDERS = 100
_PATIENTS = 2000

SHARES = {
    "read an appointment": 22,
    "read a patient": 18,
    "list a provider's appointments": 12,
    "read the day board": 10,
    "search slots": 10,
    "search patients": 8,
    "read a provider's hours": 5,
    "book": 7,
    "register": 3,
    "cancel": 3,
    "correct a record": 2,
}
"""In a hundred requests; the last four are commands."""


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Live through the day beside a worker that follows the log."""
    counted = int(RATE * pace.day_seconds)
    chance = Random("day")  # noqa: S311 - traffic, not a secret
    async with practice(stage) as clinic:
        await clinic.hire(_PROVIDERS)
        patients = await register(clinic, people(_PATIENTS, "day"))
        wanted = bodies(clinic, patients)
        booked = await book(clinic, patients, (counted + RATE * _WARM_UP) * SHARES["cancel"] // 50 + _TO_SPARE)
        for _ in booked:
            next(wanted)
        traffic = _traffic(clinic, patients, booked, (json.dumps(body) for body in wanted), chance)
        async with stage.connected() as admin:
            await admin.execute("analyze")
        async with worker(stage), api(stage) as server:
            await _live(stage, server.port, clinic.token(), _plan(traffic, RATE * _WARM_UP, chance))
            seen = await _live(stage, server.port, clinic.token(), _plan(traffic, counted, chance))
            memory = server.resident_megabytes
    return _rows(seen, memory)


def _plan(traffic: Iterator[Planned], count: int, chance: Random) -> list[Planned]:
    """Give so many requests, arriving as strangers do: independently of each other."""
    at = 0.0
    plan = []
    for _ in range(count):
        at += chance.expovariate(RATE)
        plan.append(msgspec.structs.replace(next(traffic), at=at))
    return plan


async def _live(stage: Stage, port: int, token: str, plan: list[Planned]) -> list[Seen]:
    path = stage.folder / "day.jsonl"
    await asyncio.to_thread(path.write_bytes, msgspec.json.Encoder().encode_lines(plan))
    return await child("open_loop", list[Seen], host=HOST, port=port, token=token, plan=path)


def _rows(seen: list[Seen], memory: float) -> list[Measurement]:
    latencies = sorted(latency for kind in seen for latency in kind.latencies)
    failures = Counter({kind.kind: kind.failed for kind in seen if kind.failed})
    for kind, count in failures.items():
        print(f"mixed day: {count} of '{kind}' failed: {next(one.statuses for one in seen if one.kind == kind)}")
    name = f"mixed day, {RATE} requests/s"
    rows = [
        alone(f"{name}: p50", [_at(latencies, 50)], unit="ms"),
        alone(f"{name}: p95", [_at(latencies, 95)], unit="ms", target=LONGEST),
        alone(f"{name}: p99", [_at(latencies, 99)], unit="ms"),
        alone(f"{name}: not answered with success", [failures.total()], unit=f"of {len(latencies):,}", target=0),
        alone("memory of the API process after it", [memory], unit="MiB"),
    ]
    return rows + [
        alone(f"{name}, {kind.kind}: p95", [_at(kind.latencies, 95)], unit="ms")
        for kind in sorted(seen, key=lambda kind: list(SHARES).index(kind.kind))
    ]


def _at(ascending: list[float], percent: int) -> float:
    return ascending[min(len(ascending) - 1, len(ascending) * percent // 100)]


def _traffic(
    clinic: Practice,
    patients: list[PatientId],
    booked: list[AppointmentId],
    bookings: Iterator[str],
    chance: Random,
) -> Iterator[Planned]:
    newcomers = cycle(people(_PATIENTS, "newcomers"))
    cancellable = iter(booked[: len(booked) // 2])
    kept = booked[len(booked) // 2 :]
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)

    def get(path: str, **query: str) -> tuple[str, str, str]:
        return "GET", f"/api/v1{path}{'?' + urlencode(query) if query else ''}", ""

    def post(path: str, body: str) -> tuple[str, str, str]:
        return "POST", f"/api/v1{path}", body

    def registration(*wanted: str, **wishes: bool) -> str:
        person = next(newcomers)
        record = {name: getattr(person, name) for name in wanted} | wishes
        return json.dumps(msgspec.to_builtins(record))

    ways: dict[str, Callable[[], tuple[str, str, str]]] = {
        "read an appointment": lambda: get(f"/appointments/{chance.choice(kept)}"),
        "read a patient": lambda: get(f"/patients/{chance.choice(patients)}"),
        "list a provider's appointments": lambda: get(
            "/appointments", provider=str(chance.choice(clinic.providers)), limit="20"
        ),
        "read the day board": lambda: get(
            "/day-board", day=tomorrow.date().isoformat(), provider=str(chance.choice(clinic.providers))
        ),
        "search slots": lambda: get(
            "/slots",
            visit_type=VISIT.code,
            jurisdiction=JURISDICTION,
            zone=ZONE.name,
            specialty=specialty(10),
            limit="20",
            until=(tomorrow + timedelta(days=7)).isoformat(),
            **{"from": tomorrow.isoformat()},
        ),
        "search patients": lambda: get("/patients", name=chance.choice(("okaf", "hana", "mu", "ra sil")), limit="20"),
        "read a provider's hours": lambda: get(f"/providers/{chance.choice(clinic.providers)}/availability"),
        "book": lambda: post("/appointments", next(bookings)),
        "register": lambda: post("/patients", registration("demographics", "contacts", insist=True)),
        "cancel": lambda: post(f"/appointments/{next(cancellable)}/cancel", '{"reason": "Feeling well again"}'),
        "correct a record": lambda: post(
            f"/patients/{chance.choice(patients)}/correct-demographics", registration("demographics")
        ),
    }
    kinds, weights = list(SHARES), list(SHARES.values())
    while True:
        kind = chance.choices(kinds, weights)[0]
        method, path, body = ways[kind]()
        yield Planned(0.0, kind, method, path, body)
