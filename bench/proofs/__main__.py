"""``make proofs [PROOF=P5]``: each proof whole, with its control; ``--short`` is what the tests run."""

import argparse
import sys

import uvloop
from bench.proofs import (
    p1,
    p3,
    p4,
    p5,
    p6,
    p14,
    p15,
    p16,
    p17,
    p20,
    p21,
    p21_erasures,
    p21_keys,
    p22,
    p23,
    p24,
)
from bench.proofs.frame import prove

MODULES = (p1, p3, p4, p5, p6, p14, p15, p16, p17, p20, p21, p21_keys, p21_erasures, p22, p23, p24)
PROOFS = {module.PROOF.name: module.PROOF for module in MODULES}
FAMILIES = {name.partition("-")[0] for name in PROOFS} - PROOFS.keys()
"""Claims that are shown in several parts, each with a control of its own."""


async def main() -> bool:
    """Run the proofs that the command line names, or all."""
    options = argparse.ArgumentParser(prog="python -m bench.proofs", description=__doc__)
    options.add_argument("names", nargs="*", choices=[[], *PROOFS, *FAMILIES], metavar="|".join(PROOFS))
    options.add_argument("--short", action="store_true", help="seconds instead of minutes")
    options.add_argument("--seed", type=int, default=20301)
    given = options.parse_args()
    wanted = [part for name in given.names or PROOFS for part in PROOFS if part == name or _family(part) == name]
    return all([await prove(PROOFS[part], given.seed, short=given.short) for part in wanted])


def _family(part: str) -> str:
    return part.partition("-")[0] if "-" in part else ""


if __name__ == "__main__":
    sys.exit(0 if uvloop.run(main()) else 1)
