"""P15: behind PgBouncer in transaction mode, where everybody shares connections, nobody is in another's clinic.

API processes of three connections each share three connections to PostgreSQL. Fifty clinics ask at once over HTTP, and
some callers hang up at any moment. A server does not stop working for a caller who hung up, so some requests go to a
process whose deadline is so short that the work itself is cut off, wherever it stands. Every name and every id in every
answer must be the clinic's own, and every fact must lie where its author works.
"""

import asyncio
import random
import re
from collections import Counter
from contextlib import AsyncExitStack

import asyncpg
import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.connections import kept
from bench.proofs.errands import Errand, errand
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.pgbouncer import pgbouncer
from bench.proofs.program import running
from bench.proofs.tenants import Tenant, tenants
from bench.stage import Stage

from infrastructure.containers.opening import opened
from infrastructure.postgres.connection import keep_as_is
from infrastructure.postgres.pool import as_role
from infrastructure.postgres.provisioning import APP

REQUESTS, REQUESTS_SHORT = 100_000, 1_000
CLINICS, CLINICS_SHORT = 50, 10
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

UNBOUNDED = kept()
"""A caller who hangs up may cost the client its place in a bounded pool, and after minutes none would be left."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_ASTRAY = "select count(*) from event where actor_id = $1 and clinic_id <> $2"


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Ask on behalf of every clinic at once, and look at every answer."""
    tried, seen = REQUESTS_SHORT if short else REQUESTS, Counter[str]()
    async with opened(stage.settings) as container:
        known = await tenants(container, CLINICS_SHORT if short else CLINICS)
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
            author = tenant.practice.owner
            seen["written elsewhere"] += await superuser.fetchval(_ASTRAY, author.id, author.clinic)
    wrong = {name: seen[name] for name in ("of another clinic", "own and unknown", "failures", "written elsewhere")}
    return Outcome(tried, seen["good"], seen["hung up"], seen["refused"], seconds, wrong)


async def _ask(
    clients: list[httpx.AsyncClient], known: list[Tenant], chance: random.Random, seen: Counter[str], requests: int
) -> None:
    left = iter(range(requests))
    everybodys = frozenset[str]().union(*(tenant.ids for tenant in known))
    weights = [(1 - HURRIED) / 2, (1 - HURRIED) / 2, HURRIED]

    async def caller() -> None:
        for number in left:
            mine, theirs = chance.sample(known, 2)
            http, wanted = chance.choices(clients, weights)[0], errand(chance, mine, theirs, number)
            asking = asyncio.create_task(_one(http, mine, wanted, everybodys - mine.ids))
            if chance.random() < HUNG_UP:
                await asyncio.sleep(chance.random() * 0.02)
                asking.cancel()  # closes the connection
            try:
                seen[await asking] += 1
            except asyncio.CancelledError:
                seen["hung up"] += 1

    await asyncio.gather(*(caller() for _ in range(AT_ONCE)))


async def _one(http: httpx.AsyncClient, mine: Tenant, wanted: Errand, others: frozenset[str]) -> str:
    answer = await http.request(
        wanted.method, wanted.path, params=wanted.params, json=wanted.body, headers=mine.practice.headers
    )
    if answer.status_code in LATE:
        return "refused"
    if _families(answer) - {mine.name} or (set(_ID.findall(answer.text)) - set(_ID.findall(wanted.text))) & others:
        return "of another clinic"
    if answer.status_code == wanted.status:
        return "good"
    return "own and unknown" if answer.status_code == httpx.codes.NOT_FOUND else "failures"


def _families(answer: httpx.Response) -> set[str]:
    body = answer.json()
    people = body.get("items", [body])
    return {person["demographics"]["name"]["family"] for person in people if "demographics" in person}


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Set the clinic for the connection, as one does without a pooler: whoever comes next on it is in that clinic."""
    requests, chance = 400 if short else 10_000, random.Random(seed)  # noqa: S311 - repeatable load
    async with opened(stage.settings) as container:
        known = await tenants(container, CLINICS_SHORT)
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
                    clinic = chance.choice(known).practice.owner.clinic
                    async with pool.acquire() as connection:
                        await connection.execute(f"set polyclinic.clinic = '{clinic}'")
                        async with connection.transaction():
                            rows = await connection.fetch("select clinic_id from patient")
                    seen["of another clinic"] += any(row["clinic_id"] != clinic for row in rows)

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
