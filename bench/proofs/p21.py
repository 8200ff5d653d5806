"""P21, its seals: one that was altered, moved or replayed opens nowhere, and neither does anything of the erased.

Whoever tampers has the whole database in hand, so a value takes the id of its key along.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import asyncpg
from bench.practice import Practice, people, practice
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.registry import register
from bench.stage import Stage

from application.patients.deactivate_patient import DeactivatePatient
from application.patients.erasure.approve_erasure import ApproveErasure
from application.patients.erasure.request_erasure import RequestErasure
from application.shared.actor import Actor
from application.shared.execution import Execution
from application.shared.key_vault import KeyRefused
from application.shared.refusals import Erased
from domain.patients.activity import DeactivationReason
from domain.patients.erasure import ErasureId, ErasureReason
from domain.shared.identifiers import AccountId, ClinicId, PatientId
from domain.shared.roles import Role
from infrastructure.crypto.sealing import SealBroken, associated
from infrastructure.postgres import event_store, read_model
from infrastructure.postgres.connection import clinic_transaction

TRIALS, TRIALS_SHORT = 10_000, 500
PATIENTS, PATIENTS_SHORT = 200, 30
"""In each of two clinics."""

_REFUSED: Final = (SealBroken, Erased, KeyRefused)
_FACTS = """
select clinic_id, stream_id, version, key_id, sealed from event
 where sealed is not null and name like 'patients.patient.%' order by clinic_id, stream_id, version
"""
_ROWS = "select clinic_id, id, version, key_id, sealed from patient order by clinic_id, id"
_PUT_FACT = "update event set key_id = $4, sealed = $5 where clinic_id = $1 and stream_id = $2 and version = $3"
_PUT_ROW = "update patient set key_id = $4, sealed = $5 where clinic_id = $1 and id = $2 and version = $3"


class _Seal(NamedTuple):
    """A sealed value, where it stands."""

    clinic: UUID
    id: UUID
    version: int
    key_id: UUID
    sealed: bytes


class _Stored(NamedTuple):
    """What the database holds."""

    facts: Sequence[_Seal]
    rows: Sequence[_Seal]
    before: Sequence[_Seal]
    """The rows as they were a version ago."""


Tampering = Callable[[_Stored, _Seal, Random], tuple[UUID, bytes]]
"""Gives what to put in a seal's place, with the id of the key that sealed it."""


def _flipped(_: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    bit, sealed = chance.randrange(8 * len(target.sealed)), bytearray(target.sealed)
    sealed[bit // 8] ^= 1 << bit % 8
    return target.key_id, bytes(sealed)


def _cut(_: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    return target.key_id, target.sealed[: chance.randrange(len(target.sealed))]


def _anothers(stored: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    return _one([seal for seal in stored.facts if seal.clinic == target.clinic and seal.id != target.id], chance)


def _another_clinics(stored: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    return _one([seal for seal in stored.facts if seal.clinic != target.clinic], chance)


def _another_versions(stored: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    versions = [seal for seal in stored.facts if seal.id == target.id and seal.version != target.version]
    return _one(versions or [seal for seal in stored.facts if seal.id != target.id], chance)


def _an_older_rows(stored: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    return _one([seal for seal in stored.before if seal.id == target.id], chance)


def _anothers_row(stored: _Stored, target: _Seal, chance: Random) -> tuple[UUID, bytes]:
    return _one([seal for seal in stored.rows if seal.clinic == target.clinic and seal.id != target.id], chance)


def _one(seals: Sequence[_Seal], chance: Random) -> tuple[UUID, bytes]:
    taken = chance.choice(seals)
    return taken.key_id, taken.sealed


_ANYWHERE: Final[dict[str, Tampering]] = {
    "with a bit flipped": _flipped,
    "cut short": _cut,
    "another person's": _anothers,
    "another clinic's": _another_clinics,
    "an older row's": _an_older_rows,
}
IN_FACTS: Final = _ANYWHERE | {"another version's": _another_versions}
IN_ROWS: Final = _ANYWHERE | {"another row's": _anothers_row}


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Tamper with stored seals one at a time, let the product read, and put them back; then erase people."""
    chance, watch = Random(seed), Stopwatch()  # noqa: S311 - a proof that can be repeated
    async with practice(stage) as one, practice(stage) as other, stage.connected() as tamperer:
        clinics = {at.clinic: at for at in (one, other)}
        before: list[_Seal] = []
        for at in clinics.values():
            patients = await register(at, people(PATIENTS_SHORT if short else PATIENTS, at.clinic.hex))
            before += [row for row in await _read(tamperer, _ROWS) if row.clinic == at.clinic]
            for patient in patients:
                leaving = DeactivatePatient(patient=patient, reason=DeactivationReason.MOVED_AWAY)
                await at.story.perform(leaving, at.owner, f"leaves-{patient}", at.story.now)
        stored = _Stored(await _read(tamperer, _FACTS), await _read(tamperer, _ROWS), before)
        opened: dict[str, int] = defaultdict(int)
        trials = TRIALS_SHORT if short else TRIALS
        for number in range(trials):
            into_facts = number % 2 == 0
            how, tampering = chance.choice(list((IN_FACTS if into_facts else IN_ROWS).items()))
            target = chance.choice(stored.facts if into_facts else stored.rows)
            put = _PUT_FACT if into_facts else _PUT_ROW
            await tamperer.execute(put, *target[:3], *tampering(stored, target, chance))
            reads = _opens_facts if into_facts else _opens_row
            opened[how] += await reads(clinics[ClinicId(target.clinic)], target.id)
            await tamperer.execute(put, *target)
        whole = [await _opens_row(clinics[ClinicId(row.clinic)], row.id) for row in stored.rows]
        gone = chance.sample(stored.rows, len(stored.rows) // 5)
        for row in gone:
            await _erase(clinics[ClinicId(row.clinic)], PatientId(row.id))
        left = [
            await reads(clinics[ClinicId(row.clinic)], row.id) for row in gone for reads in (_opens_facts, _opens_row)
        ]
    wrong = {f"opened {how}": count for how, count in opened.items()}
    wrong |= {"broken that nobody touched": whole.count(False), "of the erased read": sum(left)}
    return Outcome(trials + len(left), trials - sum(opened.values()), 0, 0, watch.seconds, wrong)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Do the same where the place of a value has no part in its seal."""
    with _without_places():
        return await run(stage, seed, short=True)


@contextmanager
def _without_places() -> Iterator[None]:
    modules: tuple[Any, ...] = (event_store, read_model)
    for module in modules:
        module.associated = _nowhere
    try:
        yield
    finally:
        for module in modules:
            module.associated = associated


def _nowhere(*_: object) -> bytes:
    return b"nowhere"


async def _read(connection: "asyncpg.Connection[asyncpg.Record]", sql: str) -> list[_Seal]:
    return [_Seal(*row) for row in await connection.fetch(sql)]


async def _opens_facts(at: Practice, stream: UUID) -> bool:
    """Tell whether the stream can be loaded; what fails behind the seal had been opened."""
    async with clinic_transaction(at.container.pool(), at.clinic) as reader:
        try:
            await at.container.shared().store().load(reader, at.clinic, stream)
        except _REFUSED:
            return False
        except Exception:  # noqa: BLE001 - whatever it is that does not fit
            return True
    return True


async def _opens_row(at: Practice, patient: UUID) -> bool:
    """Tell whether the record can be read, in the same way."""
    asking = Execution(
        actor=at.owner,
        operation="patients.get-patient",
        reach="any",
        command_id=uuid4(),
        now=at.story.now,
        correlation_id=uuid4(),
    )
    try:
        await at.container.shared().reads().one(at.container.patients().ports().records(), patient, asking)
    except _REFUSED:
        return False
    except Exception:  # noqa: BLE001 - as above
        return True
    return True


async def _erase(at: Practice, patient: PatientId) -> None:
    asking = RequestErasure(patient=patient, reason=ErasureReason.ORDERED)
    asked = await at.story.perform(asking, at.owner, f"asks-{patient}", at.story.now)
    approving = ApproveErasure(erasure=ErasureId(UUID(asked["id"])))
    second = Actor(clinic=at.clinic, id=AccountId(uuid4()), role=Role.OWNER)
    await at.story.perform(approving, second, f"approves-{patient}", at.story.now)


PROOF = Proof(
    "P21-seals",
    "stored seals that were altered, moved or replayed open nowhere, and nothing of the erased does",
    run,
    "no associated data",
    control,
)
