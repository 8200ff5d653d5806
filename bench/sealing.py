"""What sealing costs: registrations with the product's seals, in turns with a server that seals nothing."""

import json
from collections.abc import Iterator

import msgspec
from bench.measurement import Measurement, against
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import api
from bench.stage import Stage
from bench.wrk import Sent, wrk

CONNECTIONS = 8


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Register patients at both servers."""
    sealed: list[float] = []
    bare: list[float] = []
    async with (
        practice(stage) as clinic,
        practice(stage) as unsealed,
        api(stage) as server,
        api(stage, "--null-sealer") as null,
    ):
        wanted = _registrations()
        for round_ in range(-1, pace.rounds):
            rates = []
            for there, at in ((server, clinic), (null, unsealed)):
                share = [next(wanted) for _ in range(int(1500 * pace.seconds))]
                load = await wrk(stage, there, share, token=at.token(), connections=CONNECTIONS, seconds=pace.seconds)
                rates.append(load.rate)
            if round_ >= 0:
                sealed.append(rates[0])
                bare.append(rates[1])
    return [against("register a patient", sealed, bare, unit="commands/s", versus="without seals")]


def _registrations() -> Iterator[Sent]:
    crowd = people(20_000, "sealing")
    while True:
        for person in crowd:
            body = {"demographics": person.demographics, "contacts": person.contacts, "insist": True}
            yield Sent("/api/v1/patients", "POST", json.dumps(msgspec.to_builtins(body)))
