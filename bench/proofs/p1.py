"""P1: what was acknowledged stays, whoever dies. Processes of the real stack are killed while clients send commands.

Two API processes behind PgBouncer, PostgreSQL as durable as in production, the worker and Valkey; each is killed with
``kill -9`` as often as the others, whatever else is away just then, and started again. It is a crash of processes, not
a loss of power. The commands are a clinic's day, each kind in a fixed share. The clients keep a history of their own,
which is compared with the whole log afterwards. On the way it answers P2's question: a command whose outcome was
unknown is sent again under its key, and is carried out once.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import httpx
from bench.proofs.api_process import ApiProcess
from bench.proofs.connections import kept
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.front_desk import SHARES
from bench.proofs.history import Ending
from bench.proofs.history_checker import Commanded, answered_wrongly, compared, not_recovered
from bench.proofs.killer import Killer, Victim
from bench.proofs.load import Load, planned
from bench.proofs.pgbouncer import pgbouncer
from bench.proofs.program import running
from bench.proofs.worker_process import WorkerProcess
from bench.stage import Stage

from infrastructure.postgres.provisioning import APP
from infrastructure.postgres.scheduling.day_board import FOLLOWER as DAY_BOARD

COMMANDS, KILLS = 50_000, 300
COMMANDS_SHORT, KILLS_SHORT = 250, 5
RATE = 25
"""Commands a second; the whole form takes some 35 minutes."""
STRUCK = 0.85
"""Share of the load's time in which something is killed; the rest shows how it recovers."""
SERVERS = 20
"""Connections of PgBouncer to PostgreSQL."""
PATIENCE = 60.0
"""Seconds that the followers have to catch up in the end."""

_LAZY = {"wal_writer_delay": "10s", "wal_writer_flush_after": "1GB", "bgwriter_lru_maxpages": "0"}
"""For the control. A commit that nobody waits for is soon written out all the same, by the WAL writer after some 200 ms
or 1 MB, or before a page that it touched: then a kill would find few to lose, and now and then none."""

_LEFT_BEHIND = """
select (select count(*) from event e left join feed f using (clinic_id, stream_id, version) where f.feed_no is null)
     + (select count(*) from feed_head h left join checkpoint c on c.clinic_id = h.clinic_id and c.follower = $1
         where h.feed_no > coalesce(c.feed_no, 0))
"""


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Kill everything by turns while commands are sent, then compare."""
    commands, kills = (COMMANDS_SHORT, KILLS_SHORT) if short else (COMMANDS, KILLS)
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    load = await planned(stage, chance, commands=commands, rate=RATE)
    worker = WorkerProcess(stage)
    async with _stack(stage, "one API", "other API") as (apis, pooler), running(worker):
        victims = {"PostgreSQL": stage.postgres, "Valkey": stage.valkey, "PgBouncer": pooler, "worker": worker, **apis}
        if short:  # everything else once; without either API most of the few seconds would be spent waiting
            del victims["other API"]
        killer = Killer(victims, chance)
        watch = Stopwatch()
        sent = await _sent_under_fire(load, apis, killer, _moments(chance, kills))
        seconds = watch.seconds
        killer.look()
        left_behind = await _left_behind(stage)
        wrong = await _wrong(stage, load, apis, sent, killer)
    _tell(sent, killer)
    return _outcome(sent, seconds, wrong | {"left behind by followers": left_behind})


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Have the API's role not wait for the disk, and kill PostgreSQL alone."""
    commands, kills = (100, 2) if short else (1_000, 10)
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    load = await planned(stage, chance, commands=commands, rate=RATE)
    async with stage.connected() as superuser:
        for setting, value in _LAZY.items():
            await superuser.execute(f"alter system set {setting} = '{value}'")
        await superuser.execute("select pg_reload_conf()")
        await superuser.execute(f"alter role {APP} set synchronous_commit = off")
    async with _stack(stage, "one API") as (apis, _):
        killer = Killer({"PostgreSQL": stage.postgres}, chance)
        watch = Stopwatch()
        sent = await _sent_under_fire(load, apis, killer, [kill / (kills + 0.5) for kill in range(1, kills + 1)])
        seconds = watch.seconds
        wrong = await _wrong(stage, load, apis, sent, killer)
    return _outcome(sent, seconds, {"lost": wrong["lost"]})


@asynccontextmanager
async def _stack(stage: Stage, *names: str) -> AsyncIterator[tuple[Mapping[str, ApiProcess], Victim]]:
    with pgbouncer(stage.url, servers=SERVERS, user=APP) as pooler:
        pooled = {"DATABASE_URL": pooler.before(stage.url), "POLYCLINIC_STATEMENT_CACHE": "0"}
        apis = {name: ApiProcess(stage, **pooled) for name in names}
        async with running(*apis.values()):
            yield apis, pooler


def _moments(chance: random.Random, count: int) -> list[float]:
    return sorted(chance.uniform(1 - STRUCK, STRUCK) for _ in range(count))


async def _sent_under_fire(
    load: Load, apis: Mapping[str, ApiProcess], killer: Killer, moments: Sequence[float]
) -> list[Commanded]:
    """Send the load and strike at the moments, which are shares of its time."""
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(load.send([api.port for api in apis.values()]))
        await load.begun()
        watch = Stopwatch()
        for moment in moments:
            await asyncio.wait({sending}, timeout=max(0.0, moment * load.seconds - watch.seconds))
            if sending.done():
                break
            group.create_task(killer.strike())
    return sending.result()


async def _wrong(
    stage: Stage, load: Load, apis: Mapping[str, ApiProcess], sent: list[Commanded], killer: Killer
) -> dict[str, int]:
    asked, *_ = apis.values()
    async with (
        stage.connected() as superuser,
        httpx.AsyncClient(base_url=asked.address, headers=load.headers, timeout=60, limits=kept()) as http,
    ):
        wrong = await compared(superuser, http, load.actor, load.secret, sent)
    return {
        **wrong,
        **answered_wrongly(sent),
        "not recovered": not_recovered(sent, killer.kills, {name: api.port for name, api in apis.items()}),
        "died alone": killer.died_alone,
    }


async def _left_behind(stage: Stage) -> int:
    """Count the facts and clinics that the followers did not get to in time."""
    async with stage.connected() as superuser:
        behind, waited = -1, Stopwatch()
        while behind and waited.seconds < PATIENCE:
            await asyncio.sleep(0.2)
            behind = await superuser.fetchval(_LEFT_BEHIND, DAY_BOARD)
    return behind


def _tell(sent: Sequence[Commanded], killer: Killer) -> None:
    kinds = Counter(command.planned.kind for command in sent if command.last.ending is Ending.OK)
    print(f"done        {', '.join(f'{count:,} {kind}' for kind, count in kinds.most_common())}")
    print(f"never       {', '.join(sorted(SHARES.keys() - kinds.keys())) or '-'}")
    victims = Counter(kill.name for kill in killer.kills)
    again = sum(command.was_uncertain and command.planned.key is not None for command in sent)
    print(f"kills       {victims.total()}: {', '.join(f'{count} {name}' for name, count in victims.items())}")
    print(f"uncertain   {again:,} commands were sent again under their key")


def _outcome(sent: Sequence[Commanded], seconds: float, wrong: Mapping[str, int]) -> Outcome:
    ended = Counter(command.last.ending for command in sent)
    return Outcome(len(sent), ended[Ending.OK], ended[Ending.UNKNOWN], ended[Ending.FAILED], seconds, wrong)


PROOF = Proof(
    "P1",
    "50,000 commands under 300 kills -9 of API, worker, PostgreSQL, PgBouncer and Valkey: 0 acknowledged ones lost",
    run,
    "synchronous_commit=off",
    control,
)
