"""What it costs to count who asks: point queries, in turns with a server that counts nobody."""

from functools import partial

from bench.measurement import Measurement, against
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import api
from bench.registry import register
from bench.stage import GENEROUS_RATES, Stage
from bench.wrk import Sent, wrk

CONNECTIONS = 8
SHARE_LEFT = 0.95
_RECORDS = 500


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Read patients at both servers."""
    nobody = dict.fromkeys(GENEROUS_RATES, "0")
    async with practice(stage) as clinic, api(stage) as counting, api(stage, **nobody) as silent:
        patients = await register(clinic, people(_RECORDS, "counting"))
        sent = [Sent(f"/api/v1/patients/{patient}") for patient in patients]
        rates: tuple[list[float], list[float]] = ([], [])
        for round_ in range(-1, pace.rounds):
            load = partial(wrk, stage, token=clinic.token(), connections=CONNECTIONS, seconds=pace.seconds)
            pairs = list(zip(rates, (counting, silent), strict=True))
            for kept, server in pairs[:: 1 if round_ % 2 else -1]:  # whoever is first has it colder
                seen = await load(server, sent)
                if round_ >= 0:
                    kept.append(seen.rate)
    what = f"read a patient and count who asks: {CONNECTIONS} connections"
    return [against(what, *rates, unit="requests/s", versus="without counting", target=SHARE_LEFT)]
