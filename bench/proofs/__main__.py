"""``make proofs [PROOF=P5]``: each proof whole, with its control; ``--short`` is what the tests run."""

import argparse
import sys

import uvloop
from bench.proofs import p1, p3, p4, p5, p6, p14, p15, p16, p17, p20, p21, p22, p23, p24
from bench.proofs.frame import prove

PROOFS = {
    module.PROOF.name: module.PROOF for module in (p1, p3, p4, p5, p6, p14, p15, p16, p17, p20, p21, p22, p23, p24)
}


async def main() -> bool:
    """Run the proofs that the command line names, or all."""
    options = argparse.ArgumentParser(prog="python -m bench.proofs", description=__doc__)
    options.add_argument("names", nargs="*", choices=[[], *PROOFS], metavar="|".join(PROOFS))
    options.add_argument("--short", action="store_true", help="seconds instead of minutes")
    options.add_argument("--seed", type=int, default=20301)
    given = options.parse_args()
    counted = [await prove(PROOFS[name], given.seed, short=given.short) for name in given.names or PROOFS]
    return all(counted)


if __name__ == "__main__":
    sys.exit(0 if uvloop.run(main()) else 1)
