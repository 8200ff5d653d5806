"""P3: a retry is safe. Many send one request at once, to two processes; it is carried out once and answered alike.

Each key is used by 64 senders of one clinic and, at the same moment, by some of another clinic. Afterwards the key is
sent with another body, and once more as it was when the thing has changed since.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.tenants import registration, tenants
from bench.stage import Stage

from infrastructure.containers.opening import opened

KEYS, KEYS_SHORT = 1_000, 12
SENDERS, NEIGHBOURS = 64, 4
AT_ONCE = SENDERS + NEIGHBOURS
REFUSED = frozenset({httpx.codes.CONFLICT, httpx.codes.SERVICE_UNAVAILABLE})
SAME = ("etag", "location", "consistency-token")
"""Headers that belong to the answer; the request's own id does not."""

_MADE = "select count(*) from event where clinic_id = $1 and name = 'patients.patient.registered'"


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends one clinic's requests to the processes in turn."""

    http: httpx.AsyncClient
    ports: Iterator[int]
    clinic: UUID
    headers: Mapping[str, str]

    async def post(self, path: str, body: object, key: str | None = None) -> httpx.Response:
        """Send a command."""
        keyed = {"Idempotency-Key": key} if key is not None else {}
        address = f"http://127.0.0.1:{next(self.ports)}/api/v1{path}"
        return await self.http.post(address, json=body, headers={**self.headers, **keyed})


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Send every key from everywhere at once, and compare the answers."""
    keys = KEYS_SHORT if short else KEYS
    async with opened(stage.settings) as container:
        known = await tenants(container, 2, patients=0)
    seen: Counter[str] = Counter()
    with ExitStack() as life:
        ports = itertools.cycle([life.enter_context(ApiProcess(stage)).port for _ in range(2)])
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(timeout=60, limits=limits) as http:
            one, other = (Sender(http, ports, tenant.actor.clinic, tenant.headers) for tenant in known)
            watch = Stopwatch()
            for nth in range(keys):
                await _use(nth, one, other, seen)
            seconds = watch.seconds
    async with stage.connected() as superuser:
        for sender in (one, other):
            seen["carried out twice"] += max(0, await superuser.fetchval(_MADE, sender.clinic) - keys)
    wrong = {
        name: seen[name]
        for name in ("carried out twice", "answered unlike", "shared by clinics", "other body taken", "failures")
    }
    return Outcome(seen["tried"], seen["acknowledged"], 0, seen["refused"], seconds, wrong)


async def _use(nth: int, one: Sender, other: Sender, seen: Counter[str]) -> None:
    key, body = str(uuid4()), registration("Okafor", nth)
    mine = asyncio.gather(*(one.post("/patients", body, key) for _ in range(SENDERS)))
    theirs = asyncio.gather(*(other.post("/patients", body, key) for _ in range(NEIGHBOURS)))
    answers = [_good(await mine, seen), _good(await theirs, seen)]
    if not all(answers):
        seen["failures"] += 1
        return
    seen["answered unlike"] += sum(len({_whole(answer) for answer in alike}) - 1 for alike in answers)
    (first, *_), (foreign, *_) = answers
    seen["shared by clinics"] += first.json()["id"] == foreign.json()["id"]

    reused = await one.post("/patients", registration("Bello", nth), key)
    seen["other body taken"] += reused.status_code != httpx.codes.UNPROCESSABLE_ENTITY
    path = f"/patients/{first.json()['id']}/correct-demographics"
    changed = await one.post(path, registration("Adeyemi", nth))
    again = await one.post("/patients", body, key)
    seen["failures"] += changed.status_code != httpx.codes.OK
    seen["answered unlike"] += _whole(again) != _whole(first)
    seen["tried"] += 3
    seen["acknowledged"] += 2


def _good(answers: list[httpx.Response], seen: Counter[str]) -> list[httpx.Response]:
    good = [answer for answer in answers if answer.status_code == httpx.codes.CREATED]
    refused = sum(answer.status_code in REFUSED for answer in answers)
    seen["tried"] += len(answers)
    seen["acknowledged"] += len(good)
    seen["refused"] += refused
    seen["failures"] += len(answers) - len(good) - refused
    return good


def _whole(answer: httpx.Response) -> tuple[int, bytes, tuple[str, ...]]:
    return answer.status_code, answer.content, tuple(answer.headers.get(name, "") for name in SAME)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Look whether there is an answer, do the work, keep the answer."""
    keys = KEYS_SHORT if short else 100
    async with stage.connected() as superuser:
        await superuser.execute("create table naive_answer (key uuid, answer uuid); create table naive_work (key uuid)")
    watch = Stopwatch()
    async with asyncpg.create_pool(stage.url, min_size=SENDERS, max_size=SENDERS) as pool:

        async def send(key: UUID) -> UUID:
            kept: UUID | None = await pool.fetchval("select answer from naive_answer where key = $1", key)
            if kept is not None:
                return kept
            answer = uuid4()
            await pool.execute("insert into naive_work values ($1)", key)
            await pool.execute("insert into naive_answer values ($1, $2)", key, answer)
            return answer

        unlike = 0
        for _ in range(keys):
            key = uuid4()
            unlike += len(set(await asyncio.gather(*(send(key) for _ in range(SENDERS))))) - 1
        twice = await pool.fetchval("select count(*) from naive_work") - keys
    wrong = {"carried out twice": twice, "answered unlike": unlike}
    return Outcome(keys * SENDERS, keys * SENDERS, 0, 0, watch.seconds, wrong)


PROOF = Proof(
    "P3",
    "1,000 keys, 64 senders each, two processes, two clinics: carried out once, answered byte for byte",
    run,
    "check, then insert",
    control,
)
