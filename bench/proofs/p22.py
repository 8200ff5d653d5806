"""P22: whoever reads or writes of a patient is in the ledger, refused or not, and the ledger cannot be tampered with.

Requests of all kinds go to the real API, and a real worker seals what they leave; on the way checkpoints are kept. Each
request must have its entry. Then the exported ledger is tampered with, in one way at a time, also by somebody who holds
the signing key; a verifier who has the checkpoints and nothing else must find each.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import Final
from uuid import UUID, uuid4

import httpx
import msgspec
from bench.proofs.api_process import ApiProcess
from bench.proofs.bookable import Bookable, bookable
from bench.proofs.connections import kept
from bench.proofs.forger import WAYS, Book, Forger
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.program import running
from bench.proofs.worker_process import WorkerProcess
from bench.stage import Stage

from domain.audit.checkpoint import Checkpoint, origin_of
from domain.audit.export import Line
from domain.shared.errors import DomainError
from infrastructure.containers.keys import key_vault, ledger_key_file
from infrastructure.containers.opening import opened
from infrastructure.crypto.signed_notes import NoteKey, signed
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.crypto.verified_ledger import verified
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.exporting import exported, ledger_now
from infrastructure.postgres.provisioning import AUDITOR

REQUESTS, REQUESTS_SHORT = 2_000, 120
TRIALS, TRIALS_SHORT = 5_000, 160
PATIENTS: Final = 12
CHECKPOINTS: Final = 4
AT_ONCE: Final = 8

_NOTED: Final = "select correlation_id, outcome from audit_entry"
_WAITING: Final = "select count(*) from audit_arrival"


class _Told(msgspec.Struct):
    """What was asked over HTTP: by the request's id, whether it was let through."""

    asked: dict[UUID, bool] = {}
    statuses: Counter[int] = msgspec.field(default_factory=Counter)


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Ask, seal, keep checkpoints; then tamper, and have each export verified."""
    return await _shown(stage, seed, short=short, anchored=True)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Do the same for a verifier who has no checkpoint: a signed chain that nothing outside holds."""
    return await _shown(stage, seed, short=True, anchored=False)


async def _shown(stage: Stage, seed: int, *, short: bool, anchored: bool) -> Outcome:
    chance, watch, told, notes = Random(seed), Stopwatch(), _Told(), list[str]()  # noqa: S311 - repeatable
    async with opened(stage.settings) as container:
        practice = await bookable(container, "proof", patients=PATIENTS)
    async with key_vault(stage.settings) as vault:
        keys = await ledger_key_file(stage.settings, vault).load()
    api = ApiProcess(stage)
    async with running(api, WorkerProcess(stage)):
        for _ in range(CHECKPOINTS):
            await _asked(api, practice, told, (REQUESTS_SHORT if short else REQUESTS) // CHECKPOINTS, chance)
            notes.append(await _note(stage, practice, keys))
        lines = await _exported(stage, practice)
    unnoted = await _without_entry(stage, told)
    known = [NoteKey(origin_of(practice.owner.clinic), keys.private.public_key().public_bytes_raw())]
    kept_notes = notes if anchored else []
    book = Book.of(lines)
    honest = _finds(lines, kept_notes, known)
    missed: Counter[str] = Counter()
    trials = TRIALS_SHORT if short else TRIALS
    forger = Forger(book, keys, chance)
    for number in range(trials):
        how = list(WAYS)[number % len(WAYS)]
        missed[how] += not _finds(forger.forged(how), kept_notes, known)
    print(f"asked       {len(told.asked):,} requests: {dict(sorted(told.statuses.items()))}")
    print(f"sealed      {book.heading.entries:,} entries in {len(book.batches):,} batches, {len(notes)} checkpoints")
    wrong = {how: count for how, count in missed.items() if count}
    wrong |= {
        "forgeries missed": missed.total(),
        "requests without an entry": unnoted,
        "honest ledgers refused": int(honest),
    }
    return Outcome(trials + len(told.asked), len(told.asked) + trials - missed.total(), 0, 0, watch.seconds, wrong)


async def _asked(api: ApiProcess, practice: Bookable, told: _Told, count: int, chance: Random) -> None:
    """Read and write, as who may and as who may not, of people who are there and who are not."""
    async with httpx.AsyncClient(
        base_url=api.address, timeout=30, limits=kept(AT_ONCE), headers=practice.headers
    ) as http:
        slots = iter(practice.slots(10_000))

        async def ask() -> None:
            patient = chance.choice([*practice.patients, uuid4()])
            number = {"kind": "phone", "phone": {"number": f"+1202555{chance.randrange(10_000):04}"}}
            ways: tuple[Callable[[], Awaitable[httpx.Response]], ...] = (
                lambda: http.get(f"/patients/{patient}"),
                lambda: http.get("/patients", params={"name": "Mia"}),
                lambda: http.get("/appointments", params={"patient": str(patient)}),
                lambda: http.post("/appointments", json=practice.booking(next(slots), patient)),
                lambda: http.post(f"/patients/{patient}/contacts", json={"contact": number}),
            )
            answer = await chance.choice(ways)()
            told.asked[UUID(answer.headers["X-Request-Id"])] = answer.is_success
            told.statuses[answer.status_code] += 1

        for _ in range(0, count, AT_ONCE):
            await asyncio.gather(*(ask() for _ in range(AT_ONCE)))


async def _note(stage: Stage, practice: Bookable, keys: SigningKeys) -> str:
    """Wait until all is sealed, and keep what the ledger is now."""
    async with stage.connected() as superuser:
        while await superuser.fetchval(_WAITING):  # noqa: ASYNC110 - the worker is another process
            await asyncio.sleep(0.1)
    async with connected(stage.url, AUDITOR) as connection:
        ledger = await ledger_now(connection, practice.owner.clinic)
    made = Checkpoint.of(practice.owner.clinic, ledger.tree.size, ledger.tree.root)
    return signed(made.body(), made.origin, keys.private)


async def _exported(stage: Stage, practice: Bookable) -> list[Line]:
    async with connected(stage.url, AUDITOR) as connection:
        return [line async for line in exported(connection, practice.owner.clinic)]


async def _without_entry(stage: Stage, told: _Told) -> int:
    """Count the requests that left no entry, or one that says another outcome than they were answered."""
    async with stage.connected() as superuser:
        noted = {row["correlation_id"]: row["outcome"] == "done" for row in await superuser.fetch(_NOTED)}
    return sum(noted.get(request) is not let_through for request, let_through in told.asked.items())


def _finds(lines: Sequence[Line], notes: Sequence[str], keys: Sequence[NoteKey]) -> bool:
    """Tell whether a verifier finds anything."""
    try:
        verified((msgspec.json.encode(line) for line in lines), notes, keys)
    except DomainError:
        return True
    return False


PROOF = Proof(
    "P22",
    "every read and write of a patient is in the ledger, and whatever is done to the ledger is found from checkpoints",
    run,
    "a signed chain without an anchor",
    control,
)
