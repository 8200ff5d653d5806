"""P15: behind PgBouncer in transaction mode, where everybody shares connections, nobody is in another's clinic.

API processes of three connections each share three connections to PostgreSQL. Fifty clinics ask at once over HTTP, and
some callers hang up at any moment. A server does not stop working for a caller who hung up, so some requests go to a
process whose deadline is so short that the work itself is cut off, wherever it stands. Every name in every answer must
be the clinic's own, and every fact must lie where its author works.
"""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack

import asyncpg
import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.pgbouncer import pgbouncer
from bench.proofs.program import running
from bench.proofs.tenants import Tenant, registration, tenants
from bench.stage import Stage

from infrastructure.containers.opening import opened
from infrastructure.postgres.connection import keep_as_is
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import APP

REQUESTS, REQUESTS_SHORT = 100_000, 2_500
CLINICS = 50
CONNECTIONS = 3
AT_ONCE = 24
HUNG_UP = 0.1
"""Share of requests whose caller goes away within their first few milliseconds."""
HURRIED = 0.1
"""Share of requests that go to the process without patience."""
NO_PATIENCE = "0.012"
"""Seconds that it gives a request: enough to begin, often too little to end."""

LATE = frozenset({httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.REQUEST_TIMEOUT})
"""What a process without patience answers: the work was cut off, or the body had not even arrived."""

UNBOUNDED = httpx.Limits(max_connections=None)
"""A caller who hangs up may cost the client its place in a bounded pool, and after minutes none would be left."""

_ASTRAY = "select count(*) from event where actor_id = $1 and clinic_id <> $2"


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Ask on behalf of every clinic at once, and look at every answer."""
    tried, seen = REQUESTS_SHORT if short else REQUESTS, Counter[str]()
    async with opened(stage.settings) as container:
        known = await tenants(container, CLINICS, patients=3)
    async with AsyncExitStack() as life:
        pooler = life.enter_context(pgbouncer(stage.url, servers=CONNECTIONS, user=APP))
        pooled = {
            "DATABASE_URL": pooler.before(stage.url),
            "POLYCLINIC_POOL_SIZE": str(CONNECTIONS),
            "POLYCLINIC_STATEMENT_CACHE": "0",
        }
        patient = [ApiProcess(stage, **pooled) for _ in range(2)]
        hurried = ApiProcess(stage, **pooled, POLYCLINIC_REQUEST_BUDGET=NO_PATIENCE)
        processes = [*patient, hurried]
        await life.enter_async_context(running(*processes))
        clients = [
            await life.enter_async_context(httpx.AsyncClient(base_url=process.address, timeout=60, limits=UNBOUNDED))
            for process in processes
        ]
        watch = Stopwatch()
        await _ask(clients, known, random.Random(seed), seen, tried)  # noqa: S311 - repeatable load
        seconds = watch.seconds
    async with stage.connected() as superuser:
        for tenant in known:
            seen["written elsewhere"] += await superuser.fetchval(_ASTRAY, tenant.actor.id, tenant.actor.clinic)
    wrong = {name: seen[name] for name in ("of another clinic", "own and unknown", "failures", "written elsewhere")}
    return Outcome(tried, seen["good"], seen["hung up"], seen["refused"], seconds, wrong)


async def _ask(
    clients: list[httpx.AsyncClient], known: list[Tenant], chance: random.Random, seen: Counter[str], requests: int
) -> None:
    left = iter(range(requests))
    weights = [(1 - HURRIED) / 2, (1 - HURRIED) / 2, HURRIED]

    async def caller() -> None:
        for number in left:
            mine, theirs = chance.sample(known, 2)
            asking = asyncio.create_task(_one(number, chance, chance.choices(clients, weights)[0], mine, theirs))
            if chance.random() < HUNG_UP:
                await asyncio.sleep(chance.random() * 0.02)
                asking.cancel()  # closes the connection
            try:
                seen[await asking] += 1
            except asyncio.CancelledError:
                seen["hung up"] += 1

    await asyncio.gather(*(caller() for _ in range(AT_ONCE)))


async def _one(number: int, chance: random.Random, http: httpx.AsyncClient, mine: Tenant, theirs: Tenant) -> str:
    match chance.choices(("read", "search", "reach out", "write"), (50, 20, 15, 15))[0]:
        case "read":
            answer = await http.get(f"/patients/{chance.choice(mine.patients)}", headers=mine.headers)
            own = 200
        case "search":
            answer = await http.get("/patients", params={"name": mine.name}, headers=mine.headers)
            own = 200
        case "reach out":
            answer = await http.get(f"/patients/{chance.choice(theirs.patients)}", headers=mine.headers)
            own = 404
        case _:
            # One digit apart they would be held for each other, and this proof is about clinics.
            newcomer = registration(mine.name, len(mine.patients) + number) | {"insist": True}
            answer = await http.post("/patients", json=newcomer, headers=mine.headers)
            own = 201
    if answer.status_code in LATE:
        return "refused"
    if _families(answer) - {mine.name}:
        return "of another clinic"
    if answer.status_code == own:
        return "good"
    return "own and unknown" if answer.status_code == httpx.codes.NOT_FOUND else "failures"


def _families(answer: httpx.Response) -> set[str]:
    body = answer.json()
    people = body.get("items", [body])
    return {person["demographics"]["name"]["family"] for person in people if "demographics" in person}


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Set the clinic for the connection, as one does without a pooler: whoever comes next on it is in that clinic."""
    requests, chance = 2_000 if short else 10_000, random.Random(seed)  # noqa: S311 - repeatable load
    async with opened(stage.settings) as container:
        known = await tenants(container, CLINICS, patients=1)
    seen: Counter[str] = Counter()
    left = iter(range(requests))
    with pgbouncer(stage.url, servers=CONNECTIONS, user=APP) as pooler:
        async with asyncpg.create_pool(
            as_role(pooler.before(stage.url), APP),
            min_size=AT_ONCE,
            max_size=AT_ONCE,
            statement_cache_size=0,
            reset=keep_as_is,
        ) as pool:

            async def caller() -> None:
                for _ in left:
                    mine = chance.choice(known)
                    async with pool.acquire() as connection:
                        await connection.execute(f"set polyclinic.clinic = '{mine.actor.clinic}'")
                        async with connection.transaction():
                            rows = await connection.fetch("select clinic_id from patient")
                    seen["of another clinic"] += any(row["clinic_id"] != mine.actor.clinic for row in rows)

            watch = Stopwatch()
            await asyncio.gather(*(caller() for _ in range(AT_ONCE)))
    return Outcome(requests, requests, 0, 0, watch.seconds, seen)


PROOF = Proof(
    "P15",
    "100,000 requests of 50 clinics over three shared connections behind PgBouncer, callers going away: 0 in another's",
    run,
    "plain SET",
    control,
)
