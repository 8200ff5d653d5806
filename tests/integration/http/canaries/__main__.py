"""``python -m integration.http.canaries``: say canaries to a running API, in every way in which it can be asked.

Prints one line of JSON, which `make proofs PROOF=P20` tells. The environment names the API's own servers and keys.
"""

import argparse
import asyncio
import time

import httpx
import msgspec
import structlog
from bench.proofs.canaries import Canaries

from infrastructure.containers.opening import opened
from infrastructure.settings import load_settings
from integration.http.canaries.planting import Planting
from integration.http.canaries.saying import COMMANDS, QUERIES, Saying
from integration.http.exploration.prepared import prepared


class Told(msgspec.Struct, frozen=True):
    """What was said, and what came of it."""

    given: list[str]
    """Every canary, and every secret that was given out on the way."""
    places: int
    """Fields that say something personal, clinical or secret."""
    closed: list[str]
    """Those that take a few known words alone."""
    unplanted: list[str]
    """Those into which nothing was put."""
    commands: int
    queries: int
    never: list[str]
    """Commands that nobody could have carried out."""
    statuses: dict[str, int]
    seconds: float


async def main() -> Told:
    """Say everything to the API at the first address, and what shall fail to the one at the second."""
    options = argparse.ArgumentParser()
    options.add_argument("address")
    options.add_argument("failing")
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--only", nargs="*", default=[], help="operations, instead of all")
    given = options.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    canaries = Canaries(given.seed)
    async with (
        opened(load_settings()) as container,
        httpx.AsyncClient(timeout=60) as http,
        prepared(container, given.address) as of,
    ):
        began = time.monotonic()
        saying = Saying(of, given.failing, http, Planting(canaries))
        await saying.everything(frozenset(given.only))
        return Told(
            given=sorted(canaries.given | saying.secrets | saying.planting.secrets),
            places=len(saying.planting.planted | saying.unplanted),
            closed=sorted(saying.planting.closed),
            unplanted=sorted(map(str, saying.unplanted)),
            commands=len(COMMANDS),
            queries=len(QUERIES),
            never=sorted(saying.never),
            statuses={str(status): count for status, count in sorted(saying.statuses.items())},
            seconds=time.monotonic() - began,
        )


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(main())).decode())  # noqa: T201 - what it is for
