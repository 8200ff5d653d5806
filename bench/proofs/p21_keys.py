"""P21, its keys: those that wrap the keys of persons change while a clinic works, and nobody notices.

Root and clinic's key are rotated by the command line, which is killed half-way (a stored key in the middle is held by
somebody, so the one half is wrapped anew and the other is not) and called again. Then the old keys are retired, and a
process that has nothing at hand reads every record without them.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec
from bench.practice import people, practice
from bench.proofs.api_process import ApiProcess
from bench.proofs.command_line import called, document
from bench.proofs.credentials import credential
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.program import running
from bench.proofs.reading_and_writing import at_work, unread
from bench.registry import register
from bench.stage import Stage

from domain.shared.identifiers import ClinicId
from infrastructure.containers.keys import ledger_key_file, signing_key_file
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.postgres.wrapping_anew import BATCH

PATIENTS, PATIENTS_SHORT = 5_000, 700
PROCESSES = 2
IDLE = 5
"""Seconds since the last rotation, after which an old key may go."""
PATIENCE = 60.0
"""Seconds until a batch is wrapped anew."""

_HOLD = "select from subject_key where clinic_id = $1 and subject_id = $2 for update"
_MOVED = "select count(*) from subject_key where subject_id = any($1::uuid[]) and kek_id <> all($2::text[])"
_WRAPPING = "select distinct kek_id from subject_key where wrapped is not null"


class _Clinic(NamedTuple):
    """Whose keys are changed."""

    id: ClinicId
    headers: Mapping[str, str]
    patients: Sequence[UUID]


class _Rotation(NamedTuple):
    """What one rotation did that was broken off."""

    moved: int
    """Keys of patients that were wrapped anew when it was killed."""
    went_on: bool
    wrapped_anew: int


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Rotate under load, kill it half-way, go on, retire, and read everything again."""
    chance, watch = Random(seed), Stopwatch()  # noqa: S311 - a proof that can be repeated
    clinic = await _clinic(stage, PATIENTS_SHORT if short else PATIENTS)
    apis, material = [ApiProcess(stage) for _ in range(PROCESSES)], _material(stage)
    async with running(*apis), at_work(apis, clinic.headers, clinic.patients, chance) as work:
        rotations = [await _broken_off(stage, clinic, "--root")]
        material |= _material(stage)
        rotations.append(await _broken_off(stage, clinic, "--clinic", str(clinic.id)))
        material |= _material(stage)
        if not short:
            rotations.append(await _broken_off(stage, clinic, "--root"))
        await asyncio.sleep(IDLE + 1)
        retired = set((await document(stage, "keys", "retire", "--idle", str(IDLE)))["destroyed"])
    async with stage.connected() as superuser:
        wrapping = {row["kek_id"] for row in await superuser.fetch(_WRAPPING)}
    fresh = ApiProcess(stage)
    async with running(fresh):
        shut = await unread(fresh, clinic.headers, clinic.patients)
    left = await asyncio.to_thread(_left, stage, [material[kek_id] for kek_id in retired])
    halves = ", ".join(f"{one.moved:,} of {one.moved + one.wrapped_anew:,}" for one in rotations)
    print(f"at work     {work.reads.total():,} reads, {work.writes.total():,} commands, in {PROCESSES} processes")
    print(f"killed      with {halves} keys wrapped anew; each went on")
    print(f"retired     {len(retired)} keys; {len(clinic.patients):,} records read without them by a new process")
    wrong = {
        "failed reads": work.failed_reads,
        "failed commands": work.failed_writes,
        "not killed half-way": sum(not 0 < one.moved < len(clinic.patients) for one in rotations),
        "begun anew": sum(not one.went_on for one in rotations),
        "nothing retired": int(not retired),
        "old keys kept": len(_material(stage).keys() - wrapping - {_root(stage)}),
        "old keys in use": len(wrapping & retired),
        "records shut": shut,
        "files with an old key": left,
    }
    tried = work.reads.total() + work.writes.total() + len(clinic.patients)
    failed = work.failed_reads + work.failed_writes + shut
    return Outcome(tried, tried - failed, 0, failed, watch.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Destroy the old key as soon as another is current: what it wraps of persons is not looked at."""
    watch = Stopwatch()
    clinic = await _clinic(stage, PATIENTS_SHORT)
    vault = LocalFileKeyVault(stage.vault)
    await vault.rotate()
    for file in (signing_key_file(stage.settings, vault), ledger_key_file(stage.settings, vault)):
        await file.wrap_anew()
    await vault.retire(await vault.older())
    api = ApiProcess(stage)
    async with running(api):
        shut = await unread(api, clinic.headers, clinic.patients)
    count = len(clinic.patients)
    return Outcome(count, count, 0, shut, watch.seconds, {"records shut": shut})


async def _clinic(stage: Stage, patients: int) -> _Clinic:
    async with practice(stage) as at:
        registered = await register(at, people(patients, "rotated"))
        return _Clinic(at.clinic, credential(at.container, at.owner), sorted(registered))


async def _broken_off(stage: Stage, clinic: _Clinic, *whose: str) -> _Rotation:
    """Rotate a key, kill that when half of it is done, and call it again."""
    half = len(clinic.patients) // 2
    async with stage.connected() as superuser, stage.connected() as looking:
        before = {row["kek_id"] for row in await looking.fetch(_WRAPPING)}
        async with _held(superuser, clinic, clinic.patients[half]), asyncio.timeout(PATIENCE):
            process = await called(stage, "keys", "rotate", *whose)
            moved = 0
            while moved < half - BATCH:  # what is in one batch with the key that is held waits with it
                await asyncio.sleep(0.02)
                moved = await looking.fetchval(_MOVED, clinic.patients, list(before))
            process.kill()
            await process.wait()
    said = await document(stage, "keys", "rotate", *whose)
    return _Rotation(moved, said["went_on"], said["wrapped_anew"])


@asynccontextmanager
async def _held(superuser: "asyncpg.Connection[asyncpg.Record]", clinic: _Clinic, patient: UUID) -> AsyncIterator[None]:
    """Hold somebody's stored key. Let go of, the batch that waits for it is carried out: its server does not know."""
    async with superuser.transaction():
        await superuser.execute(_HOLD, clinic.id, patient)
        yield


def _material(stage: Stage) -> dict[str, bytes]:
    """Read the keys that wrap others, by their ids."""
    keks = msgspec.json.decode(stage.vault.read_bytes())["keks"]
    return {kek_id: base64.b64decode(key) for kek_id, key in keks.items()}


def _root(stage: Stage) -> str:
    """Name the key that is everybody's; beside the database it wraps the keys that sign."""
    current: str = msgspec.json.decode(stage.vault.read_bytes())["current"]
    return current


def _left(stage: Stage, keys: Sequence[bytes]) -> int:
    """Count the files below the stage in which any of the keys stands, as it is or as it is written down."""
    needles = [form for key in keys for form in (key, base64.b64encode(key), key.hex().encode())]
    found = 0
    for path in stage.folder.rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            found += any(needle in text for needle in needles)
    return found


PROOF = Proof(
    "P21-keys",
    "root and clinic's key rotated under load, killed half-way, retired: 0 failed reads or commands, all opens after",
    run,
    "the old key destroyed as soon as another is current",
    control,
)
