"""P17: no token is taken that was not given, and no session ends or goes on that should not.

A real process is brought every forgery of a good token, and that token with one byte changed, again and again; then
people sign in and lose answers, and thieves bring spent refresh tokens. Whoever brings them is a program beside the
tests (``tests/integration/http/forgery``), because it stands on what they stand on.
"""

import msgspec
from bench.proofs.api_process import ApiProcess, product_environment
from bench.proofs.beside_tests import told_by
from bench.proofs.frame import Outcome, Proof
from bench.stage import Stage

MUTATIONS, MUTATIONS_SHORT = 100_000, 1_000
FAMILIES, FAMILIES_SHORT = 50, 2


class Told(msgspec.Struct, frozen=True):
    """What the program tells."""

    good: bool
    forged: int
    unsendable: int
    mutated: int
    accepted: list[str]
    seen: dict[str, int]
    seconds: float


async def run(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: FBT001 - the frame's form
    """Bring everything to the API as it is."""
    with ApiProcess(stage) as api:
        return await _brought(stage, api, seed, short=short)


async def control(stage: Stage, seed: int, short: bool) -> Outcome:  # noqa: ARG001, FBT001 - the frame's form
    """Bring it to an API that lets a token's header say how the token is verified."""
    with ApiProcess(stage, "bench.proofs.trusting_api") as api:
        return await _brought(stage, api, seed, short=True)


async def _brought(stage: Stage, api: ApiProcess, seed: int, *, short: bool) -> Outcome:
    mutations, families = (MUTATIONS_SHORT, FAMILIES_SHORT) if short else (MUTATIONS, FAMILIES)
    words = (f"--seed={seed}", f"--mutations={mutations}", f"--families={families}")
    told = await told_by("http.forgery", Told, api.address, *words, environment=product_environment(stage))
    print(
        f"brought     {told.forged} forged tokens ({told.unsendable} fit no header), {told.mutated:,} with another byte"
    )
    print(f"taken       {', '.join(told.accepted[:8]) or '-'}")
    tried = told.forged - told.unsendable + told.mutated + told.seen["answers lost"] + told.seen["families robbed"]
    wrong = {
        "tokens taken": len(told.accepted),
        "robbed families alive": told.seen["families alive"],
        "people logged out by a lost answer": told.seen["logged out"],
        "good tokens refused": int(not told.good),
    }
    return Outcome(tried, tried, 0, 0, told.seconds, wrong)


PROOF = Proof(
    "P17",
    "480 forged tokens, 100,000 with another byte: none is taken; a theft ends a session, a lost answer does not",
    run,
    "the algorithm taken from the header",
    control,
)
