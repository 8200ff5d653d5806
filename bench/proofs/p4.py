"""P4: followers miss nothing and apply nothing twice, whatever the order of commits and however often they die.

The log is written by writers who take their time, and by a clinic's day of commands through the real API.
"""

import asyncio
import random
import signal
import subprocess
import sys
from collections import Counter

import httpx
from bench.machine import ROOT
from bench.proofs.api_process import ApiProcess
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.history import Ending
from bench.proofs.history_checker import compared
from bench.proofs.journal import TABLE
from bench.proofs.load import planned
from bench.proofs.log_checker import Verdict, verdict
from bench.proofs.log_writers import Writers, hold_watermark
from bench.proofs.naive_follower import NaiveFollower
from bench.stage import Stage

from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, OWNER

WRITERS = 32
FACTS, KILLS = 100_000, 20
FACTS_SHORT, KILLS_SHORT = 2_000, 3
COMMANDS, COMMANDS_SHORT = 5_000, 80
RATE = 25
"""Commands a second."""
PATIENCE = 120.0
"""Seconds that the follower has to catch up after the last kill."""


_WRITTEN = "select count(*) from event where clinic_id = any($1)"


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Write with random delays and rollbacks, hold the watermark, and kill the follower again and again."""
    facts, kills, commands = (FACTS_SHORT, KILLS_SHORT, COMMANDS_SHORT) if short else (FACTS, KILLS, COMMANDS)
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    load = await planned(stage, chance, commands=commands, rate=RATE)
    async with stage.connected(OWNER) as owner:
        await owner.execute(TABLE)
    pool = await open_pool(stage.url, APP, size=WRITERS + 1, statement_cache=64)
    watch, writers = Stopwatch(), Writers(pool, seed)
    with ApiProcess(stage) as api:
        sending = asyncio.create_task(load.send([api.port]))
        writing = asyncio.create_task(writers.write(facts, WRITERS))
        holding = asyncio.create_task(hold_watermark(pool, writers.clinics[0], 1.0))
        follower = _follow(stage.url)
        try:
            for _ in range(kills):
                await asyncio.sleep(chance.uniform(0.3, 1.5))
                follower.send_signal(signal.SIGKILL)
                follower.wait()
                follower = _follow(stage.url)
            sent, *_ = await asyncio.gather(sending, writing, holding)
            found = await _followed(stage)
        finally:
            follower.kill()
            follower.wait()
            await close_pool(pool)
        async with (
            stage.connected() as superuser,
            httpx.AsyncClient(base_url=api.address, headers=load.headers, timeout=60) as http,
        ):
            of_commands = await compared(superuser, http, load.actor, load.secret, sent)
            kept = await superuser.fetchval(_WRITTEN, writers.clinics)
    ledger, ended = writers.ledger, Counter(command.last.ending for command in sent)
    print(f"facts       {kept:,} by writers, {found.facts - kept:,} by commands and in making ready for them")
    print(f"commands    {ended[Ending.OK]:,} acknowledged of {len(sent):,}")
    wrong = {
        "missed": found.missed + found.unnumbered,
        "applied twice": found.twice,
        "out of order": found.applied_out_of_order + found.numbered_out_of_order,
        "lost": max(ledger.acknowledged - kept, 0) + of_commands["lost"],
    }
    return Outcome(
        ledger.acknowledged + ledger.rolled_back + ledger.unknown + len(sent),
        ledger.acknowledged + ended[Ending.OK],
        ledger.unknown + ended[Ending.UNKNOWN],
        ledger.rolled_back + ended[Ending.FAILED],
        watch.seconds,
        wrong,
    )


async def _followed(stage: Stage) -> Verdict:
    """Wait until the follower has caught up, or for as long as there is patience."""
    async with stage.connected() as superuser:
        waited, found = Stopwatch(), await verdict(superuser)
        while found.missed + found.unnumbered and waited.seconds < PATIENCE:
            await asyncio.sleep(0.5)
            found = await verdict(superuser)
    return found


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Follow by ``position > last``."""
    pool = await open_pool(stage.url, APP, size=WRITERS + 1, statement_cache=64)
    watch, writers, naive, stop = Stopwatch(), Writers(pool, seed), NaiveFollower(stage.url), asyncio.Event()
    following = asyncio.create_task(naive.run(stop))
    await writers.write(FACTS_SHORT if short else 20_000, WRITERS)
    await asyncio.sleep(0.5)
    stop.set()
    await following
    await close_pool(pool)
    ledger = writers.ledger
    missed = {"missed": ledger.acknowledged - naive.seen}
    tried = ledger.acknowledged + ledger.rolled_back
    return Outcome(tried, ledger.acknowledged, 0, ledger.rolled_back, watch.seconds, missed)


def _follow(url: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "bench.proofs.follow", url], cwd=ROOT)


PROOF = Proof(
    "P4",
    "followers: nothing missed, nothing applied twice, per-stream order exact",
    run,
    "position > last",
    control,
)
