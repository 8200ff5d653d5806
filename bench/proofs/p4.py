"""P4: followers miss nothing and apply nothing twice, whatever the order of commits and however often they die."""

import asyncio
import random
import signal
import subprocess
import sys

from bench.machine import ROOT
from bench.proofs.frame import Outcome, Proof, Stopwatch
from bench.proofs.journal import TABLE
from bench.proofs.log_checker import verdict
from bench.proofs.log_writers import Writers, hold_watermark
from bench.proofs.naive_follower import NaiveFollower
from bench.stage import Stage

from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, OWNER

WRITERS = 32
FACTS, KILLS = 100_000, 20
FACTS_SHORT, KILLS_SHORT = 2_000, 3
PATIENCE = 120.0
"""Seconds that the follower has to catch up after the last kill."""


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Write with random delays and rollbacks, hold the watermark, and kill the follower again and again."""
    facts, kills = (FACTS_SHORT, KILLS_SHORT) if short else (FACTS, KILLS)
    async with stage.connected(OWNER) as owner:
        await owner.execute(TABLE)
    pool = await open_pool(stage.url, APP, size=WRITERS + 1, statement_cache=64)
    watch, writers = Stopwatch(), Writers(pool, seed)
    writing = asyncio.create_task(writers.write(facts, WRITERS))
    holding = asyncio.create_task(hold_watermark(pool, writers.clinics[0], 1.0))
    follower = _follow(stage.url)
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    try:
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.3, 1.5))
            follower.send_signal(signal.SIGKILL)
            follower.wait()
            follower = _follow(stage.url)
        await asyncio.gather(writing, holding)
        async with stage.connected() as superuser, asyncio.timeout(PATIENCE):
            while (found := await verdict(superuser)).missed + found.unnumbered:  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.5)
    except TimeoutError:
        async with stage.connected() as superuser:
            found = await verdict(superuser)
    finally:
        follower.kill()
        follower.wait()
        await close_pool(pool)
    ledger = writers.ledger
    wrong = {
        "missed": found.missed + found.unnumbered,
        "applied twice": found.twice,
        "out of order": found.applied_out_of_order + found.numbered_out_of_order,
        "lost": max(ledger.acknowledged - found.facts, 0),
    }
    tried = ledger.acknowledged + ledger.rolled_back + ledger.unknown
    return Outcome(tried, ledger.acknowledged, ledger.unknown, ledger.rolled_back, watch.seconds, wrong)


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
