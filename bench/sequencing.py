"""How long a fact waits for its number in the feed, in which order everybody else reads."""

import asyncio
import time
from datetime import UTC, datetime
from uuid import UUID

from bench.measurement import Measurement, alone
from bench.pace import Pace
from bench.practice import people, practice
from bench.processes import worker
from bench.stage import Stage

from application.patients.register_patient import RegisterPatient
from domain.shared.identifiers import ClinicId

RATE = 50
"""Commands a second."""
_LOOK = 0.001
_PATIENCE = 10.0
_CATCHING_UP = 120.0

_NEWER = """
select feed_no, stream_id from feed
 where clinic_id = $1 and feed_no > $2 and version = 1 and name = $3
"""


async def measure(stage: Stage, pace: Pace) -> list[Measurement]:
    """Register patients at a steady rate, and look every millisecond what has been numbered."""
    crowd = people(max(RATE, int(RATE * pace.seconds * pace.rounds)), "sequencing")
    committed: dict[UUID, float] = {}
    async with practice(stage) as clinic, worker(stage), asyncio.TaskGroup() as group:
        async with asyncio.timeout(_CATCHING_UP):  # what opened the clinic is numbered when all before it is
            await _watch(stage, clinic.clinic, "identity.clinic.opened", 1)
        watching = group.create_task(_watch(stage, clinic.clinic, "patients.patient.registered", len(crowd)))
        for number, person in enumerate(crowd):
            command = RegisterPatient(demographics=person.demographics, contacts=person.contacts, insist=True)
            begun = time.perf_counter()
            made = await clinic.story.perform(command, clinic.owner, f"follow-{number}", datetime.now(UTC))
            committed[UUID(made["id"])] = time.perf_counter()
            await asyncio.sleep(max(0.0, 1 / RATE - (time.perf_counter() - begun)))
        async with asyncio.timeout(_PATIENCE):
            numbered = await watching
    lags = sorted(max(0.0, numbered[stream] - at) * 1000 for stream, at in committed.items())
    name = f"lag of the sequencer at {RATE} commands/s"
    return [
        alone(f"{name}: p50", [lags[len(lags) // 2]], unit="ms"),
        alone(f"{name}: p99", [lags[len(lags) * 99 // 100]], unit="ms"),
    ]


async def _watch(stage: Stage, clinic: ClinicId, fact: str, expected: int) -> dict[UUID, float]:
    """Note when each first fact of a name has a number, until so many have."""
    numbered: dict[UUID, float] = {}
    last = 0
    async with stage.connected() as connection:
        while len(numbered) < expected:
            for row in await connection.fetch(_NEWER, clinic, last, fact):
                numbered[row["stream_id"]] = time.perf_counter()
                last = max(last, row["feed_no"])
            await asyncio.sleep(_LOOK)
    return numbered
