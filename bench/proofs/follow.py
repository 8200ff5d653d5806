"""A follower process, for a proof to kill."""

import asyncio
import sys

import uvloop
from bench.proofs.journal import JournalFollower

from infrastructure.clocks import SystemClock
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.followers.process import FollowerProcess
from infrastructure.postgres.pool import open_pool
from infrastructure.postgres.provisioning import FOLLOWER


async def main(url: str) -> None:
    """Follow until killed."""
    pool = await open_pool(url, FOLLOWER, size=4, statement_cache=64)
    process = FollowerProcess(url, pool, Codec(REGISTRY), SystemClock(), [JournalFollower()])
    await process.run(asyncio.Event())


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
