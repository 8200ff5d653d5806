"""What it costs to write down who reads: point queries, in turns with a server that keeps no trail of them."""

from functools import partial

from bench.measurement import Measurement, against
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import api
from bench.registry import register
from bench.stage import Stage
from bench.wrk import Sent, wrk

CONNECTIONS = (8, 32)
SHARE_LEFT = 0.8
_RECORDS = 500


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Read patients at both servers."""
    rows = []
    async with practice(stage) as clinic, api(stage) as noting, api(stage, "--no-trail") as silent:
        patients = await register(clinic, people(_RECORDS, "auditing"))
        sent = [Sent(f"/api/v1/patients/{patient}") for patient in patients]
        for connections in CONNECTIONS:
            rates: tuple[list[float], list[float]] = ([], [])
            for round_ in range(-1, pace.rounds):
                load = partial(wrk, stage, token=clinic.token(), connections=connections, seconds=pace.seconds)
                for kept, server in zip(rates, (noting, silent), strict=True):
                    seen = await load(server, sent)
                    if round_ >= 0:
                        kept.append(seen.rate)
            what = f"read a patient and note it: {connections} connections"
            rows.append(against(what, *rates, unit="requests/s", versus="without a trail", target=SHARE_LEFT))
    return rows
