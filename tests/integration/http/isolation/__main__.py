"""``python -m integration.http.isolation``: try the matrix with both walls, with each alone and with none, and count.

Prints one line of JSON, which `make proofs PROOF=P14` tells.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import structlog

from infrastructure.embedded import EmbeddedPostgres
from integration.databases import IN_HASTE, Databases
from integration.http.isolation.trying import matrix

WALLS = {
    "with both walls": {},
    "without filters": {"filters": False},
    "without row security": {"row_security": False},
    "with neither": {"filters": False, "row_security": False},
}


class Counted(msgspec.Struct, frozen=True):
    """What came of one matrix."""

    tried: int
    leaky: int
    kinds: dict[str, int]
    seconds: float


async def main() -> dict[str, Counted]:
    """Try the matrices that the command line names, or all."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    counted = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder), IN_HASTE) as server:
        databases = Databases(server)
        for name in sys.argv[1:] or WALLS:
            began = time.monotonic()
            tally = await matrix(databases, **WALLS[name])
            counted[name] = Counted(tally.tried, tally.leaky, dict(tally.kinds), time.monotonic() - began)
    return counted


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(main())).decode())  # noqa: T201 - what it is for
