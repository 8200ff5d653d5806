"""``python -m integration.http.exploration``: explore a running API in every role, and count.

Prints one line of JSON, which `make proofs PROOF=P16` tells. The environment names the API's own servers and keys.
"""

import argparse
import asyncio
import time
from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

import httpx
import msgspec
import structlog

from domain.shared.roles import Role
from infrastructure.containers.opening import opened
from infrastructure.settings import load_settings
from integration.http.exploration.exploring import Effort, Explored, explored
from integration.http.exploration.invitation import Document, inviting, named, open_to
from integration.http.exploration.prepared import Prepared, prepared
from integration.http.exploration.spare import LAST

ROLES: Final = (
    Role.OWNER,
    Role.FRONT_DESK,
    Role.CLINICIAN,
    Role.PATIENT,
    Role.INTEGRATION,
    Role.OPERATOR,
    Role.VISITOR,
)

ROLES_SHORT: Final = (Role.OWNER, Role.PATIENT)

EXAMPLES, EXAMPLES_SHORT = 10, 3
WALKS, WALKS_SHORT = 60, 8
SAMPLE: Final = 8
"""Operations of a short exploration, in each of its roles."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came of all roles together."""

    described: frozenset[str]
    """Operations that were tried."""
    found: Explored
    seconds: float


async def main() -> Told:
    """Explore as the command line says."""
    options = argparse.ArgumentParser()
    options.add_argument("address")
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--short", action="store_true")
    options.add_argument("--only", nargs="*", default=[], help="operations, instead of all")
    given = options.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    began, found, tried = time.monotonic(), Explored(), set[str]()
    chance = Random(given.seed)  # noqa: S311 - a repeatable choice
    examples, walks = (EXAMPLES_SHORT, WALKS_SHORT) if given.short else (EXAMPLES, WALKS)
    effort = Effort(seed=given.seed, examples=examples, walks=0 if given.only else walks)
    async with opened(load_settings()) as container, httpx.AsyncClient() as http:
        served = (await http.get(f"{given.address}/openapi.json")).content
        for roles in [ROLES_SHORT] if given.short else [(role,) for role in ROLES]:
            async with prepared(container, given.address) as of:
                document = inviting(served, of)
                for role in roles:
                    wanted = given.only or named(document)
                    if given.short:
                        allowed = sorted(open_to(document, role) & set(wanted))
                        wanted = chance.sample(allowed, min(SAMPLE, len(allowed)))
                    tried |= set(wanted)
                    found += await asyncio.to_thread(_in_role, role, document, wanted, of, effort)
    return Told(described=frozenset(tried), found=found, seconds=time.monotonic() - began)


def _in_role(role: Role, document: Document, wanted: Sequence[str], of: Prepared, effort: Effort) -> Explored:
    """Try every side of what is wanted, generate what the role may send, and walk; last, what leaves little to book."""

    def tried(operations: Iterable[str], *phases: str) -> Explored:
        return explored(document, sorted(operations), of, role, msgspec.structs.replace(effort, phases=phases))

    may = open_to(document, role)
    before, last = set(wanted) - LAST, set(wanted) & LAST
    found = tried(before, "examples", "coverage") + tried(before & may, "fuzzing")
    if effort.walks:
        found += tried(may - LAST, "stateful")
    return found + tried(last, "examples", "coverage") + tried(last & may, "fuzzing")


if __name__ == "__main__":
    told = asyncio.run(main())
    print(msgspec.json.encode(told).decode())  # noqa: T201 - what it is for
