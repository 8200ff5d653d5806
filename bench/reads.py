"""Point queries over HTTP, held against an empty route of the same server."""

from functools import partial

from bench.api import EMPTY
from bench.booking import book
from bench.measurement import Measurement, against, alone
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import api
from bench.registry import register
from bench.stage import Stage
from bench.wrk import Sent, wrk

CONNECTIONS = 8
SHARE_OF_EMPTY = 0.35
_PROVIDERS = 10
_RECORDS = 500


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Read patients and appointments, each among several hundred, in turns with the empty route."""
    async with practice(stage) as clinic:
        await clinic.hire(_PROVIDERS)
        patients = await register(clinic, people(_RECORDS, "reads"))
        appointments = await book(clinic, patients, _RECORDS)
        ways = {
            "read a patient": [Sent(f"/api/v1/patients/{patient}") for patient in patients],
            "read an appointment": [Sent(f"/api/v1/appointments/{appointment}") for appointment in appointments],
        }
        rates: dict[str, list[float]] = {name: [] for name in ways}
        late: dict[str, list[float]] = {name: [] for name in ways}
        empty: list[float] = []
        async with api(stage) as server:
            for round_ in range(-1, pace.rounds):  # the first turn warms everything up and is not counted
                token = clinic.token()
                load = partial(wrk, stage, server, token=token, connections=CONNECTIONS, seconds=pace.seconds)
                nothing = await load([Sent(EMPTY)])
                loads = {name: await load(sent) for name, sent in ways.items()}
                if round_ >= 0:
                    empty.append(nothing.rate)
                    for name, seen in loads.items():
                        rates[name].append(seen.rate)
                        late[name].append(seen.p99)
    rows = []
    for name in ways:
        rows += [
            against(name, rates[name], empty, unit="requests/s", versus="empty route", target=SHARE_OF_EMPTY),
            alone(f"{name}: p99 at {CONNECTIONS} connections", late[name], unit="ms"),
        ]
    return rows
