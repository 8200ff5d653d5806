"""``python -m integration.http.retries``: use a key for every command that takes one, from everywhere at once.

Each round is played in two fresh sandboxes of a running API. Prints one line of JSON, which `make proofs PROOF=P3`
tells. The environment names the API's own servers and keys.
"""

import argparse
import asyncio
import itertools
import time

import httpx
import msgspec
import structlog

from infrastructure.containers.opening import opened
from infrastructure.settings import load_settings
from integration.http.exploration.prepared import prepared
from integration.http.retries.keyed import KEYED, rounds
from integration.http.retries.sending import Senders


class Told(msgspec.Struct, frozen=True):
    """What came of all rounds."""

    commands: int
    """How many take a key."""
    never: list[str]
    """Those that nobody could have carried out."""
    seen: dict[str, int]
    seconds: float


async def main() -> Told:
    """Play as many rounds as the command line says."""
    options = argparse.ArgumentParser()
    options.add_argument("addresses", nargs="+")
    for name in ("rounds", "senders", "neighbours"):
        options.add_argument(f"--{name}", type=int, required=True)
    given = options.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    limits, seconds = httpx.Limits(max_connections=given.senders + given.neighbours, keepalive_expiry=None), 0.0
    async with opened(load_settings()) as container, httpx.AsyncClient(timeout=60, limits=limits) as http:
        senders = Senders(http, itertools.cycle(given.addresses), given.senders, given.neighbours)
        for _ in range(given.rounds):
            async with (
                prepared(container, given.addresses[0]) as ours,
                prepared(container, given.addresses[-1]) as theirs,
            ):
                began = time.monotonic()
                for mine, others in zip(rounds(ours), rounds(theirs), strict=True):
                    await senders.use(mine, others)
                seconds += time.monotonic() - began
    return Told(len(KEYED), sorted(senders.never), senders.seen, seconds)


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(main())).decode())  # noqa: T201 - what it is for
