"""P20: what is personal or secret stands where it is kept sealed, and nowhere else, whatever goes wrong.

A canary is put into every field of every command and query that is personal, clinical or secret by its class, well and
badly, and into what comes along with requests, such as the key of a retry; a field that was left out is counted.
Commands fail with all that they say, jobs fail with a name, processes and servers are killed while people are
registered, and PostgreSQL is made to tell of everything, each row that it refuses included. Then every word, number,
row and file that is left is searched.
Whoever says the canaries is a program beside the tests (``tests/integration/http/canaries``), because it stands on what
they stand on.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import msgspec
from bench.practice import practice
from bench.proofs.api_process import ApiProcess, product_environment
from bench.proofs.beside_tests import told_by
from bench.proofs.canaries import Canaries
from bench.proofs.credentials import credential
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.haystack import Found, counted, files, provoke, stored
from bench.proofs.program import running
from bench.proofs.worker_process import WorkerProcess
from bench.stage import AS_MEASURED, Stage

from application.scheduling.waitlist.tidy_waitlist import TidyWaitlist
from application.shared.actor import Actor
from domain.shared.identifiers import AccountId
from domain.shared.roles import Role
from infrastructure.embedded.port import LOOPBACK, choose_port
from infrastructure.postgres.quiet_log import QUIET_LOG

FAULTY_API, FAILING_WORKER = "bench.proofs.faulty_api", "bench.proofs.failing_worker"
ROUNDS, ROUNDS_SHORT = 10, 1
"""How often everything is killed by turns."""
CROWD = 8
"""People who register patients meanwhile."""
PAUSE = 0.5
"""Seconds for which nobody is killed."""

PATIENCE = 30.0
"""Seconds in which a job has failed."""
_AWAY = 0.02
"""Seconds until somebody tries again whose connection was lost."""

_LOUD: Mapping[str, str] = {
    **dict.fromkeys(QUIET_LOG, "-1"),
    "log_error_verbosity": "verbose",
    "log_min_error_statement": "error",
    "log_statement": "all",
}
"""What an operator may set who looks for a mistake: the opposite of what the server is started with."""


_DUE = "insert into job (clinic_id, id, kind, arguments, due_at) values ($1, $2, $3, '{}', now())"


LOUD = {"POLYCLINIC_ALLOW_UNSAFE": f"{AS_MEASURED['POLYCLINIC_ALLOW_UNSAFE']},statements"}
"""The server is made to log every statement with its values, and a start would refuse that."""


class Told(msgspec.Struct, frozen=True):
    """What was said, and what came of it."""

    given: list[str]
    places: int
    closed: list[str]
    unplanted: list[str]
    commands: int
    queries: int
    never: list[str]
    statuses: dict[str, int]
    seconds: float


class Registering(NamedTuple):
    """Whoever registers patients, and by which names."""

    desk: Mapping[str, str]
    canaries: Canaries


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Say everything, break everything, and look everywhere."""
    await _make_loud(stage)
    canaries, metrics, logs = Canaries(seed + 1), str(choose_port(None)), stage.folder
    api = ApiProcess(stage, **LOUD).heard_in(logs / "api.log")
    failing = ApiProcess(stage, FAULTY_API, **LOUD, PLANTED="failing").heard_in(logs / "failing-api.log")
    worker = WorkerProcess(stage, **LOUD, POLYCLINIC_WORKER_PORT=metrics).heard_in(logs / "worker.log")
    poor = WorkerProcess(stage, FAILING_WORKER, **LOUD, PLANTED=canaries.word()).heard_in(logs / "failing-worker.log")
    async with running(api, failing):
        told = await _told(stage, seed, api, failing)
        desk = await _desk(stage)  # of a new clinic: that of the commands was closed in the end, and its jobs wait
        async with running(poor):
            failed = await _failed(stage)
            rounds = ROUNDS_SHORT if short else ROUNDS
            seen = await _under_fire(stage, Random(seed), api, Registering(desk, canaries), rounds)  # noqa: S311 - a proof that can be repeated
        async with running(worker):
            refused = await provoke(stage)
            # The trail shows from where it was asked: from this machine, which PostgreSQL's own files name as well.
            found = Found({*told.given, *canaries.given} - {LOOPBACK})
            async for straw in stored(stage):
                found.look(*straw)
            async for straw in counted(*(f"http://{LOOPBACK}:{port}" for port in (api.port, failing.port, metrics))):
                found.look(*straw)
    for straw in files(stage):
        found.look(*straw)
    repeated = stage.postgres.log.read_bytes().count(b"Failing row contains")
    print(f"said        {told.commands} commands and {told.queries} queries, {found.given:,} canaries and secrets")
    print(f"answered    {', '.join(f'{count:,} {status}' for status, count in told.statuses.items())}")
    print(f"planted     in {told.places} fields that are personal, clinical or secret, all but {len(told.unplanted)}")
    print(f"unplanted   {', '.join(told.unplanted) or '-'}")
    print(f"closed      {', '.join(told.closed)}: fields of known words")
    print(f"never       {', '.join(told.never) or '-'}")
    print(f"looked at   {found.bytes / 2**20:,.0f} MiB: {', '.join(found)}")
    print(f"under fire  {', '.join(f'{count:,} {status}' for status, count in sorted(seen.items()))}")
    print(f"failed      {failed} jobs, {refused} rows, as PostgreSQL repeats them")
    print(f"found       {'; '.join(found.places[:12]) or '-'}")
    untried = {
        "fields unplanted": len(told.unplanted),
        "commands untried": len(told.never),
        "rows kept quiet": refused - repeated,
        "no job failed": not failed,
    }
    return _outcome(told, seen, {**{f"in {heap}": hits for heap, hits in found.items()}, **untried})


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Say what registers a patient to an API that tells of it in one line, and look at its log."""
    log = stage.folder / "api.log"
    talking = ApiProcess(stage, FAULTY_API, **LOUD, PLANTED="talking").heard_in(log)
    async with running(talking):
        told = await _told(stage, seed, talking, talking, "--only", "patients.register-patient")
    found = Found(told.given)
    found.look("logs", log.name, log.read_bytes())
    return _outcome(told, Counter(), {"in logs": found["logs"]})


async def _failed(stage: Stage) -> int:
    """Wait until a job has failed, and count those that did."""
    async with stage.connected() as superuser:
        failed, waited = 0, Stopwatch()
        while not failed and waited.seconds < PATIENCE:
            await asyncio.sleep(0.1)
            failed = await superuser.fetchval("select count(*) from job where failure is not null")
    return failed


async def _make_loud(stage: Stage) -> None:
    async with stage.connected() as superuser:
        for setting, value in _LOUD.items():
            await superuser.execute(f"alter database {stage.database} set {setting} = '{value}'")


async def _told(stage: Stage, seed: int, api: ApiProcess, failing: ApiProcess, *words: str) -> Told:
    addresses = (api.address, failing.address)
    environment = product_environment(stage)
    return await told_by("http.canaries", Told, *addresses, f"--seed={seed}", *words, environment=environment)


async def _desk(stage: Stage) -> dict[str, str]:
    """Open a clinic in which a job is due, and give the credential of its front desk."""
    async with practice(stage) as at, stage.connected() as superuser:
        await superuser.execute(_DUE, at.clinic, uuid4(), TidyWaitlist.operation)
        return credential(at.container, Actor(clinic=at.clinic, id=AccountId(uuid4()), role=Role.FRONT_DESK))


async def _under_fire(stage: Stage, chance: Random, api: ApiProcess, people: Registering, rounds: int) -> Counter[str]:
    """Kill API, PostgreSQL and Valkey by turns while a crowd registers patients; give how that ended for them."""
    seen, over = Counter[str](), asyncio.Event()
    async with (
        httpx.AsyncClient(base_url=api.address, headers=people.desk, timeout=30) as http,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(CROWD):
            group.create_task(_register(http, people.canaries, seen, over))
        for number in range(rounds):
            await asyncio.sleep(PAUSE)
            await asyncio.to_thread(api.kill)
            await asyncio.to_thread(api.start)
            for server in chance.sample([stage.postgres, stage.valkey], 2):
                await asyncio.sleep(PAUSE)
                await asyncio.to_thread(server.kill)
                # A server that starts begins its log anew.
                shutil.copy(server.log, stage.folder / f"{server.log.stem}-{number}.log")
                await asyncio.to_thread(server.start)
        await asyncio.sleep(PAUSE)
        over.set()
    return seen


async def _register(http: httpx.AsyncClient, canaries: Canaries, seen: Counter[str], over: asyncio.Event) -> None:
    while not over.is_set():
        seen["tried"] += 1
        try:
            named = {"Idempotency-Key": canaries.word()}
            answer = await http.post("/patients", json=_somebody(canaries), headers=named)
        except httpx.TransportError:
            await asyncio.sleep(_AWAY)
        else:
            seen[str(answer.status_code)] += 1


def _somebody(canaries: Canaries) -> dict[str, Any]:
    name = {"family": canaries.word(), "given": canaries.word()}
    contacts = [{"kind": "email", "email": {"address": f"{canaries.word()}@example.org"}}]
    return {"demographics": {"name": name, "birth_date": canaries.birth_date()}, "contacts": contacts, "insist": True}


def _outcome(told: Told, crowd: Counter[str], wrong: Mapping[str, int]) -> Outcome:
    ended = Counter(told.statuses) + Counter({status: count for status, count in crowd.items() if status != "tried"})
    good = sum(count for status, count in ended.items() if status.startswith("2"))
    tried = sum(told.statuses.values()) + crowd["tried"]
    return Outcome(tried, good, tried - ended.total(), ended.total() - good, told.seconds, wrong)


PROOF = Proof(
    "P20",
    "a canary in every personal, clinical and secret field of every command and query, through refusals and crashes: "
    "none in logs, metrics, Redis, rows and files",
    run,
    "one planted log line",
    control,
)
